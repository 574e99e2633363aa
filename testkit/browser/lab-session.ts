import { Lab, type LabOptions } from '../../lab/lab';
import { LabController } from '../../lab/lab-controller';
import { LAB_EVERY_S } from '../../lab/lab-options';
import { RunTimer } from '../../lab/run-timer';
import { PageServer } from '../../lab/web/page-server';

/** A lab with its page whose runs are fired one after the other, as fast as they go: nobody waits for time. */
export class LabSession {
  private constructor(
    readonly lab: Lab,
    readonly controller: LabController,
    readonly server: PageServer,
  ) {}

  /** @param setup servers and the monitor that watches them; default: the demonstration */
  static async start(setup?: LabOptions['setup']): Promise<LabSession> {
    const lab = await Lab.start({ environment: {}, setup });
    const controller = new LabController(lab, new RunTimer(LAB_EVERY_S * 1000), 'the lab');
    const server = await PageServer.start(controller);
    return new LabSession(lab, controller, server);
  }

  async runs(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      await this.controller.runner?.advance();
      this.controller.observe(await this.lab.runSchedules());
    }
    this.server.update();
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.lab.close();
  }
}
