/** The arrays that the next frame builds on, by widget and trait. */

/** One array; of one dimension where `flat`, and then it has one row. Never written to. */
export interface Stored {
  readonly flat: boolean;
  readonly rows: readonly Float64Array[];
}

/** What a page has of the kernel's arrays. Its size is that of what is shown. */
export class Arrays {
  private readonly models = new Map<string, Map<string, Stored>>();

  get(model: string, trait: string): Stored | undefined {
    return this.models.get(model)?.get(trait);
  }

  put(model: string, trait: string, array: Stored): void {
    const traits = this.models.get(model) ?? new Map<string, Stored>();
    this.models.set(model, traits.set(trait, array));
  }

  /** A widget has been closed. */
  forget(model: string): void {
    this.models.delete(model);
  }

  clear(): void {
    this.models.clear();
  }
}
