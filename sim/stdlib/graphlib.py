"""Topological order of a graph of dependencies."""
from collections import deque

__all__ = ['TopologicalSorter', 'CycleError']


class CycleError(ValueError):
    pass


class _Node:
    def __init__(self, item):
        self.item = item
        self.waits = 0
        self.followers = []
        self.state = 'new'


class TopologicalSorter:
    def __init__(self, graph=None):
        self._nodes = {}
        self._ready = None
        self._passed = 0
        self._finished = 0
        if graph is not None:
            for node, predecessors in graph.items():
                self.add(node, *predecessors)

    def _node(self, item):
        if item not in self._nodes:
            self._nodes[item] = _Node(item)
        return self._nodes[item]

    def add(self, node, *predecessors):
        if self._ready is not None:
            raise ValueError('Nodes cannot be added after a call to prepare()')
        info = self._node(node)
        info.waits += len(predecessors)
        for predecessor in predecessors:
            self._node(predecessor).followers.append(node)

    def prepare(self):
        if self._ready is not None:
            raise ValueError('cannot prepare() more than once')
        self._ready = [n.item for n in self._nodes.values() if n.waits == 0]
        cycle = self._cycle()
        if cycle:
            raise CycleError('nodes are in a cycle', cycle)

    def get_ready(self):
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        ready = tuple(self._ready)
        for item in ready:
            self._nodes[item].state = 'out'
        self._ready.clear()
        self._passed += len(ready)
        return ready

    def is_active(self):
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        return self._finished < self._passed or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        for item in nodes:
            info = self._nodes.get(item)
            if info is None:
                raise ValueError(f'node {item!r} was not added using add()')
            if info.state != 'out':
                raise ValueError(f'node {item!r} was not passed out (still not ready)' if info.state == 'new' else f'node {item!r} was already marked done')
            info.state = 'done'
            for follower in info.followers:
                other = self._nodes[follower]
                other.waits -= 1
                if other.waits == 0:
                    self._ready.append(follower)
            self._finished += 1

    def _cycle(self):
        done = set()
        for start in self._nodes:
            if start in done:
                continue
            path = [start]
            on_path = {start: 0}
            todo = [iter(self._nodes[start].followers)]
            while todo:
                for follower in todo[-1]:
                    if follower in on_path:
                        return path[on_path[follower]:] + [follower]
                    if follower not in done:
                        on_path[follower] = len(path)
                        path.append(follower)
                        todo.append(iter(self._nodes[follower].followers))
                        break
                else:
                    todo.pop()
                    item = path.pop()
                    del on_path[item]
                    done.add(item)
        return None

    def static_order(self):
        self.prepare()
        while self.is_active():
            ready = self.get_ready()
            yield from ready
            self.done(*ready)
