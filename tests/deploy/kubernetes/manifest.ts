/** A Kubernetes object of any of the kinds in use, as far as the tests look at it; its schema says the rest. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Spec;
}

interface Spec {
  readonly replicas?: number;
  readonly template?: { readonly spec: PodSpec };
  /** Of a Service, labels; of all else, `matchLabels`. */
  readonly selector?: Readonly<Record<string, string>> & { readonly matchLabels?: Readonly<Record<string, string>> };
  /** Of a Service. */
  readonly ports?: readonly { readonly targetPort: string }[];
  readonly minAvailable?: number;
  readonly maxReplicas?: number;
  readonly scaleTargetRef?: { readonly name: string };
  readonly metrics?: readonly {
    readonly type: string;
    readonly pods?: { readonly metric: { readonly name: string } };
  }[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

export interface PodSpec {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number };
  readonly volumes?: readonly { readonly configMap?: { readonly name: string } }[];
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly name: string }[];
  readonly env?: readonly Variable[];
  readonly envFrom?: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly resources?: { readonly limits: { readonly memory: string } };
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: Reference; readonly configMapKeyRef?: Reference };
}

interface Reference {
  readonly name: string;
  readonly key: string;
}

/** Of a NetworkPolicy. */
export interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports: readonly { readonly port: number }[];
}

export interface Peer {
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly namespaceSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}
