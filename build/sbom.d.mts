interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly identifier?: string;
}

interface Component {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
}

export declare function billOfMaterials(content: {
  readonly manifest: { readonly name: string; readonly version: string; readonly license: string };
  readonly electron: string;
  readonly lists: readonly (readonly BundledPackage[])[];
}): {
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: string;
  readonly serialNumber: string;
  readonly components: readonly Component[];
};
