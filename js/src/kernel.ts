/** The kernel's end of the wire: whether it is there, as far as the page can tell. */

interface Signal {
  connect(slot: () => void): boolean;
  disconnect(slot: () => void): boolean;
}

/** What we use of JupyterLab's kernel connection, which Notebook 7 and Voila have, too. */
export interface KernelConnection {
  readonly connectionStatus: string;
  readonly status: string;
  readonly connectionStatusChanged: Signal;
  readonly statusChanged: Signal;
}

const GONE = new Set(["dead", "terminating", "restarting", "autorestarting"]);

/** The kernel of a widget manager, where it has one. */
export function kernelOf(manager: unknown): KernelConnection | null {
  const kernel = (manager as { kernel?: Partial<KernelConnection> | null }).kernel;
  return kernel?.statusChanged && kernel.connectionStatusChanged
    ? (kernel as KernelConnection)
    : null;
}

/** Follows a kernel's states; `changed` is told when it goes and when it is back. */
export class KernelWatch {
  private last = true;

  constructor(
    private readonly kernel: KernelConnection | null,
    private readonly changed: (connected: boolean) => void,
  ) {
    kernel?.connectionStatusChanged.connect(this.check);
    kernel?.statusChanged.connect(this.check);
  }

  close(): void {
    this.kernel?.connectionStatusChanged.disconnect(this.check);
    this.kernel?.statusChanged.disconnect(this.check);
  }

  private readonly check = (): void => {
    const { connectionStatus, status } = this.kernel ?? { connectionStatus: "", status: "" };
    const connected = connectionStatus === "connected" && !GONE.has(status);
    if (connected === this.last) return;
    this.last = connected;
    this.changed(connected);
  };
}
