import { Background, BackgroundVariant, BaseEdge, Controls, Handle, MiniMap, Position, ReactFlow, type Edge, type EdgeProps, type Node, type NodeProps } from "@xyflow/react";
import { memo, useMemo, type KeyboardEvent, type MouseEvent } from "react";
import { useNavigate } from "react-router";
import type { AssetGraph, AssetSummary, GraphNode } from "../api/types";
import { formatCompact } from "../ui/format";
import { groupColour, Status } from "../ui/Status";
import { edgePath, lastPart, nextBox } from "./path";
import "./assets.css";

interface NodeData extends Record<string, unknown> {
  node: GraphNode;
  asset: AssetSummary | undefined;
  selected: boolean;
  onSelect: (key: string, add: boolean) => void;
  onOpen: (key: string) => void;
}

type AssetNode = Node<NodeData, "asset">;
type AssetEdge = Edge<{ path: string }, "asset">;

function facts(node: GraphNode, asset: AssetSummary | undefined): string {
  const parts = [node.group];
  const rows = (asset ?? node).lastMaterialized?.rows;
  if (rows !== null && rows !== undefined) parts.push(`${formatCompact(rows)} rows`);
  return parts.join(" · ");
}

// Arrow keys move between nodes; Enter selects a node, and opens it when it is selected already.
function onNodeKey(event: KeyboardEvent<HTMLButtonElement>, enter: () => void): void {
  if (event.key === "Enter") {
    event.preventDefault();
    enter();
    return;
  }
  const nodes = [...document.querySelectorAll<HTMLElement>(".react-flow button.node")];
  const next = nextBox(nodes.map((node) => node.getBoundingClientRect()), nodes.indexOf(event.currentTarget), event.key);
  if (next === null) return;
  event.preventDefault();
  nodes[next]?.focus();
}

const NodeView = memo(function NodeView({ data }: NodeProps<AssetNode>) {
  const { node, asset, selected, onSelect, onOpen } = data;
  const checks = asset?.checks ?? node.checks;
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <button
        type="button"
        className="node nodrag"
        style={{ "--group": groupColour(node.group) } as React.CSSProperties}
        aria-pressed={selected}
        aria-label={`${node.key}, ${node.group}, ${asset?.status ?? node.status}`}
        title={`${node.key}\nDouble click opens it; Ctrl+click adds it to the selection`}
        onClick={(event: MouseEvent) => onSelect(node.key, event.ctrlKey || event.metaKey || event.shiftKey)}
        onDoubleClick={() => onOpen(node.key)}
        onKeyDown={(event) => onNodeKey(event, () => (selected ? onOpen(node.key) : onSelect(node.key, event.ctrlKey || event.shiftKey)))}
      >
        <span className="name">
          <span className="cut">{lastPart(node.key)}</span>
          {(asset?.synthetic ?? node.synthetic) && <span className="tag synthetic">{asset?.tags.synthetic === "partly" ? "part synth." : "synthetic"}</span>}
        </span>
        <span className="meta">
          <Status status={asset?.status ?? node.status} size={12} />
          {checks && checks.failed > 0 ? <span className="dn">{checks.failed} failed</span> : <span className="cut">{facts(node, asset)}</span>}
        </span>
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  );
});

function EdgeView({ id, data, sourceX, sourceY, targetX, targetY }: EdgeProps<AssetEdge>) {
  return <BaseEdge id={id} path={data?.path || edgePath([[sourceX, sourceY], [targetX, targetY]])} />;
}

const nodeTypes = { asset: NodeView };
const edgeTypes = { asset: EdgeView };

export interface GraphViewProps {
  graph: AssetGraph;
  assets: ReadonlyMap<string, AssetSummary>;
  selected: ReadonlySet<string>;
  onSelect: (key: string, add: boolean) => void;
  onClear?: () => void;
}

/** The graph as the program laid it out: nodes and edges stay where the answer puts them. */
export default function GraphView({ graph, assets, selected, onSelect, onClear }: GraphViewProps) {
  const navigate = useNavigate();
  const nodes = useMemo<AssetNode[]>(
    () =>
      graph.nodes.map((node) => ({
        id: node.key,
        type: "asset",
        position: { x: node.x, y: node.y },
        width: node.width,
        height: node.height,
        draggable: false,
        focusable: false,
        selectable: false,
        style: { pointerEvents: "all" },
        data: { node, asset: assets.get(node.key), selected: selected.has(node.key), onSelect, onOpen: (key) => void navigate(`/assets/${key}`) },
      })),
    [graph, assets, selected, onSelect, navigate],
  );
  const edges = useMemo<AssetEdge[]>(
    () =>
      graph.edges.map((edge) => {
        const near = selected.has(edge.from) || selected.has(edge.to);
        return {
          id: `${edge.from}>${edge.to}`, source: edge.from, target: edge.to, type: "asset", focusable: false, selectable: false,
          className: near ? "near" : selected.size > 0 ? "far" : "",
          data: { path: edgePath(edge.points) },
        };
      }),
    [graph, selected],
  );
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      fitView
      fitViewOptions={{ padding: 0.08, maxZoom: 1 }}
      minZoom={0.1}
      maxZoom={1.8}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      zoomOnDoubleClick={false}
      onlyRenderVisibleElements={graph.nodes.length > 200}
      onPaneClick={onClear}
      aria-label="Asset graph"
    >
      <Background variant={BackgroundVariant.Dots} gap={24} size={1} color="var(--line)" />
      <Controls showInteractive={false} position="bottom-left" />
      {graph.nodes.length > 40 && <MiniMap pannable zoomable nodeColor="var(--line2)" maskColor="var(--shade)" />}
    </ReactFlow>
  );
}
