/** Failed syncs, seats without people, and hours: for people who never open an editor. Nothing is called before they say so. */
import { useState } from 'react';
import { gateway, graphqlUrl } from '../gateway.ts';
import { Who } from '../who.tsx';
import { monthBefore, TILES } from './tiles.ts';
import { TileCard } from './tile-card.tsx';

const thisMonth = () => monthBefore(new Date().toISOString().slice(0, 7), 0);

export function Board() {
  const [month, setMonth] = useState(thisMonth);
  const [asked, setAsked] = useState(0);
  return (
    <main className="board">
      <header className="top-bar">
        <h1>
          Kantata <span>board</span>
        </h1>
        <button type="button" className="bar-button main-button" onClick={() => setAsked(asked + 1)}>
          Load all
        </button>
        {gateway.pages?.includes('explorer') && (
          <a className="bar-button" href={graphqlUrl}>
            Explorer
          </a>
        )}
        <Who />
      </header>
      <p className="lead">
        What is loaded is asked in the name of the user above, who sees what Kantata lets them see. Nothing is called
        before you load it; each part says what it costs.
      </p>
      <div className="tiles">
        {TILES.map((tile) => (
          <TileCard key={tile.key} tile={tile} month={month} onMonth={setMonth} asked={asked} />
        ))}
      </div>
    </main>
  );
}
