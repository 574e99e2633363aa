import { Lab } from '../../lab/lab';
import { Desk } from '../../lab/lab-controller';
import { Pace } from '../../lab/run-timer';
import { PageServer } from '../../lab/web/page-server';

/** A lab with its page whose runs are fired one after the other, as fast as they go: nobody waits for time. */
export class Night {
  private constructor(
    readonly lab: Lab,
    readonly desk: Desk,
    readonly server: PageServer,
  ) {}

  static async start(): Promise<Night> {
    const lab = await Lab.start({ environment: {} });
    const desk = new Desk(lab, new Pace(1000), 'the lab');
    const server = await PageServer.start(desk);
    for (const name of lab.fleet!.servers.keys()) {
      desk.tellServer(name, 'honest', true); // a silent server would be waited for
    }
    return new Night(lab, desk, server);
  }

  async runs(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      await this.desk.player?.advance();
      this.desk.observe(await this.lab.fire());
    }
    this.server.update();
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.lab.close();
  }
}
