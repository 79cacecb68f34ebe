/** What `/board` begins with. */
import '../table.css';
import './board.css';
import { createRoot } from 'react-dom/client';
import { Board } from './board.tsx';

createRoot(document.querySelector('#page') as HTMLElement).render(<Board />);
