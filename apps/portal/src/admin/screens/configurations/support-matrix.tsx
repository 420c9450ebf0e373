import type { ClientProvidedPlace } from '@lanyard/contract';
import { clientProvidedSupport } from '@lanyard/contract';
import { StateMark } from '../../../parts/state-mark.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import type { Column } from '../../parts/table.tsx';
import { Table } from '../../parts/table.tsx';

interface Agent {
  readonly title: string;
  readonly platform: 'ios' | 'android';
  readonly version: string;
}

/** The versions from which something more is served; a later one serves the same. */
const agents: readonly Agent[] = [
  { title: 'Mobile@Work before 8.5 (iOS)', platform: 'ios', version: '8.4' },
  { title: 'Mobile@Work 8.5 (iOS)', platform: 'ios', version: '8.5' },
  { title: 'Mobile@Work 9.0 or newer (iOS)', platform: 'ios', version: '9.0' },
  { title: 'Secure Apps Manager (Android)', platform: 'android', version: '8.0' },
];

const columns: readonly Column<Agent>[] = [
  { key: 'agent', title: 'Agent on the device', cell: ({ title }) => title },
  { key: 'pairs', title: 'Key-value pair', cell: (agent) => <Support agent={agent} place="key-value pair" /> },
  { key: 'tunnel', title: 'AppTunnel rule', cell: (agent) => <Support agent={agent} place="AppTunnel rule" /> },
];

/** Where a client-provided certificate can be referred to, by the agent of the device. */
export function SupportMatrix() {
  return (
    <Sheet title="Where it can be used">
      <p>
        Key-value pairs and AppTunnel rules of AppConnect apps, Web@Work and Docs@Work can refer to it. Mail, Wi-Fi and
        VPN of the device cannot; they have “Derived PIV Credentials” of their own.
      </p>
      <Table
        caption="Agents and what they serve"
        rows={agents}
        rowKey={({ title }) => title}
        rowName={({ title }) => title}
        columns={columns}
      />
    </Sheet>
  );
}

function Support({ agent, place }: { readonly agent: Agent; readonly place: ClientProvidedPlace }) {
  const { supported, why } = clientProvidedSupport(agent.platform, agent.version, place);
  return (
    <div>
      <StateMark state={supported ? { word: 'Supported', tone: 'active' } : { word: 'Not supported', tone: 'ended' }} />
      <span className="field__help">{why}</span>
    </div>
  );
}
