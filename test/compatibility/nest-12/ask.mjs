// Decorators need it before anything else.
// oxlint-disable-next-line no-unassigned-import
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ask, gateway } from './gateway.mjs';

class AppModule {
  configure(consumer) {
    consumer.apply((request, response) => gateway.handler(request, response)).forRoutes('/graphql');
  }
}
Module({})(AppModule);

// With Nest's own body parser in front.
const app = await NestFactory.create(AppModule, { logger: ['error'] });
await app.listen(0, '127.0.0.1');
await ask(fetch, await app.getUrl());
