import { SMALL } from '../../testkit/battery/battery-monitors';
import { playAll } from '../../testkit/battery/play-all';

playAll(SMALL);
