/** What is closed until a test opens it. */
export class Gate {
  private arrive!: () => void;
  open!: () => void;
  isOpen = false;
  /** How many have come to it. */
  count = 0;
  /** Comes true when someone stands before it. */
  readonly reached = new Promise<void>((resolve) => (this.arrive = resolve));
  private readonly opened = new Promise<void>((resolve) => {
    this.open = () => {
      this.isOpen = true;
      resolve();
    };
  });

  pass(): Promise<void> {
    this.count++;
    this.arrive();
    return this.opened;
  }
}
