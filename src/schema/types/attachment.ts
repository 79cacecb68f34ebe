import { boolean, dateTime, largeInteger, text } from '../attribute.ts';
import { resource } from '../resource.ts';

export const Attachment = resource('Attachment', {
  collection: 'attachments',
  description: 'A file that was uploaded to a post, a story (task) or an expense, where it is the receipt.',
  attributes: {
    filename: text('Name of the file when it was uploaded.'),
    filesize: largeInteger('Size of the file, in bytes.'),
    url: text('Address from which the file can be downloaded.'),
    previewable: boolean('Whether the file is an image that has a thumbnail.'),
    viewInNewTab: boolean('Whether the file is best opened in a new tab of the browser, as most PDF files are.'),
    creatorName: text('Name of who uploaded the file. Only for files on posts, null otherwise.'),
    deletable: boolean('Whether the caller may delete the file. Only for files on posts, null otherwise.'),
    deletedAt: dateTime('When the file was deleted; null while it exists.'),
    createdAt: dateTime('When the file was uploaded.'),
    updatedAt: dateTime('When the record last changed.'),
  },
});
