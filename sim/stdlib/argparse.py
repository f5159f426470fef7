"""Command lines: what arguments a program takes, reading them, and the help."""
import sys as _sys

__all__ = ['ArgumentParser', 'ArgumentError', 'ArgumentTypeError', 'Namespace', 'Action', 'HelpFormatter', 'RawTextHelpFormatter',
           'RawDescriptionHelpFormatter', 'ArgumentDefaultsHelpFormatter', 'BooleanOptionalAction', 'FileType',
           'ONE_OR_MORE', 'OPTIONAL', 'REMAINDER', 'SUPPRESS', 'ZERO_OR_MORE']

SUPPRESS = '==SUPPRESS=='
OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE, REMAINDER = '?', '*', '+', '...'


class ArgumentTypeError(Exception):
    pass


class ArgumentError(Exception):
    def __init__(self, argument, message):
        self.argument_name = _name(argument)
        self.message = message

    def __str__(self):
        return self.message if self.argument_name is None else f'argument {self.argument_name}: {self.message}'


class HelpFormatter:
    raw_description = raw_help = show_defaults = False


class RawDescriptionHelpFormatter(HelpFormatter):
    raw_description = True


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    raw_help = True


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    show_defaults = True


class FileType:
    def __init__(self, mode='r', bufsize=-1, encoding=None, errors=None):
        raise NotImplementedError('gilscope does not support argparse.FileType: the simulated machine has no disk')


class Namespace:
    def __init__(self, **kwargs):
        self.__dict__.update(kwargs)

    def __eq__(self, other):
        return self.__dict__ == other.__dict__ if isinstance(other, Namespace) else NotImplemented

    def __contains__(self, key):
        return key in self.__dict__

    def __repr__(self):
        return f'{type(self).__name__}({", ".join([f"{k}={v!r}" for k, v in self.__dict__.items()])})'


class Action:
    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None, required=False, help=None, metavar=None):
        self.option_strings = option_strings
        self.dest = dest
        self.nargs = nargs
        self.const = const
        self.default = default
        self.type = type
        self.choices = choices
        self.required = required
        self.help = help
        self.metavar = metavar

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError('.__call__() not defined')


class _Store(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _StoreConst(Action):
    def __init__(self, option_strings, dest, const=None, **kwargs):
        super().__init__(option_strings, dest, nargs=0, const=const, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _StoreTrue(_StoreConst):
    def __init__(self, option_strings, dest, default=False, **kwargs):
        super().__init__(option_strings, dest, const=True, default=default, **kwargs)


class _StoreFalse(_StoreConst):
    def __init__(self, option_strings, dest, default=True, **kwargs):
        super().__init__(option_strings, dest, const=False, default=default, **kwargs)


class _Append(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        items = list(getattr(namespace, self.dest, None) or [])
        if self.nargs == 0:
            items.append(self.const)
        else:
            items.append(values)
        setattr(namespace, self.dest, items)


class _AppendConst(_Append):
    def __init__(self, option_strings, dest, const=None, **kwargs):
        super().__init__(option_strings, dest, nargs=0, const=const, **kwargs)


class _Extend(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, list(getattr(namespace, self.dest, None) or []) + list(values))


class _Count(Action):
    def __init__(self, option_strings, dest, **kwargs):
        super().__init__(option_strings, dest, nargs=0, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (getattr(namespace, self.dest, None) or 0) + 1)


class BooleanOptionalAction(Action):
    def __init__(self, option_strings, dest, **kwargs):
        both = []
        for option in option_strings:
            both.append(option)
            if option.startswith('--'):
                both.append('--no-' + option[2:])
        super().__init__(both, dest, nargs=0, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, not option_string.startswith('--no-'))


class _Help(Action):
    def __init__(self, option_strings, dest=SUPPRESS, **kwargs):
        super().__init__(option_strings, dest, nargs=0, **{**kwargs, 'default': SUPPRESS})

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _Version(Action):
    def __init__(self, option_strings, dest=SUPPRESS, version=None, help="show program's version number and exit", **kwargs):
        super().__init__(option_strings, dest, nargs=0, help=help, **{**kwargs, 'default': SUPPRESS})
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        print(self.version.replace('%(prog)s', parser.prog))
        parser.exit()


class _Subparsers(Action):
    def __init__(self, parser, dest, required, title, help, metavar, parser_class):
        super().__init__([], dest, nargs='A...', required=required, help=help, metavar=metavar)
        self.choices = {}
        self._prefix = parser._usage_prefix()
        self._title = title
        self._helps = []
        self._class = parser_class

    def add_parser(self, name, *, help=None, aliases=(), **kwargs):
        kwargs.setdefault('prog', f'{self._prefix} {name}')
        made = self._class(**kwargs)
        for key in (name, *aliases):
            self.choices[key] = made
        if help is not None:
            self._helps.append((name, aliases, help))
        return made

    def __call__(self, parser, namespace, values, option_string=None):
        name, *rest = values
        if self.dest != SUPPRESS:
            setattr(namespace, self.dest, name)
        if name not in self.choices:
            raise ArgumentError(self, f'unknown parser {name!r} (choices: {", ".join(self.choices)})')
        found, extra = self.choices[name].parse_known_args(rest, None)
        namespace.__dict__.update(found.__dict__)
        if extra:
            namespace.__dict__.setdefault('_extra', []).extend(extra)


_ACTIONS = {None: _Store, 'store': _Store, 'store_const': _StoreConst, 'store_true': _StoreTrue, 'store_false': _StoreFalse, 'append': _Append,
            'append_const': _AppendConst, 'extend': _Extend, 'count': _Count, 'help': _Help, 'version': _Version}


def _name(action):
    if action is None:
        return None
    if action.option_strings:
        return '/'.join(action.option_strings)
    if isinstance(action.metavar, str):
        return action.metavar
    if action.dest not in (None, SUPPRESS):
        return action.dest
    return '{' + ','.join([str(c) for c in action.choices]) + '}' if action.choices else None


def _metavar(action, positional=False):
    if action.metavar is not None:
        return action.metavar
    if action.choices is not None:
        return '{' + ','.join([str(c) for c in action.choices]) + '}'
    return action.dest if positional else action.dest.upper()


def _arguments(action, positional=False):
    """What is shown after an option."""
    m = _metavar(action, positional)
    several = list(m) if isinstance(m, tuple) else None
    one = several[0] if several else m
    nargs = action.nargs
    if nargs is None:
        return one
    if nargs == OPTIONAL:
        return f'[{one}]'
    if nargs == ZERO_OR_MORE:
        return f'[{one} ...]'
    if nargs == ONE_OR_MORE:
        return f'{one} [{several[1] if several else one} ...]'
    if nargs == REMAINDER:
        return '...'
    if nargs == 'A...':
        return f'{one} ...'
    return ' '.join(several or [one] * nargs)


class _Group:
    """Arguments under a heading, or of which only one may be given."""

    def __init__(self, parser, title=None, description=None, exclusive=False, required=False):
        self._parser = parser
        self.title = title
        self.description = description
        self.exclusive = exclusive
        self.required = required
        self.actions = []

    def add_argument(self, *args, **kwargs):
        action = self._parser._make(args, kwargs)
        self.actions.append(action)
        self._parser._actions.append(action)
        if self.exclusive:
            self._parser._place(action)
        return action

    def add_mutually_exclusive_group(self, *, required=False):
        group = _Group(self._parser, exclusive=True, required=required)
        self._parser._exclusive.append(group)
        return group


class ArgumentParser:
    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=(), formatter_class=HelpFormatter, prefix_chars='-',
                 fromfile_prefix_chars=None, argument_default=None, conflict_handler='error', add_help=True, allow_abbrev=True, exit_on_error=True):
        if prog is None:
            prog = _sys.argv[0].rpartition('/')[2]
        self.prog = prog
        self.usage = usage
        self.description = description
        self.epilog = epilog
        self.formatter_class = formatter_class
        self.argument_default = argument_default
        self.allow_abbrev = allow_abbrev
        self.exit_on_error = exit_on_error
        self._actions = []
        self._exclusive = []
        self._positionals = _Group(self, 'positional arguments')
        self._options = _Group(self, 'options')
        self._groups = [self._positionals, self._options]
        self._defaults = {}
        self._subparsers = None
        if add_help:
            self.add_argument('-h', '--help', action='help', help='show this help message and exit')
        for parent in parents:
            self._defaults.update(parent._defaults)
            for action in parent._actions:
                self._actions.append(action)
                self._place(action)

    # -- what there is --
    def _place(self, action):
        (self._options if action.option_strings else self._positionals).actions.append(action)

    def _make(self, args, kwargs):
        kwargs = dict(kwargs)
        action = kwargs.pop('action', None)
        make = _ACTIONS.get(action, action) if not isinstance(action, type) else action
        if isinstance(make, str):
            raise ValueError(f'unknown action "{action}"')
        if args and args[0].startswith('-'):
            dest = kwargs.pop('dest', None)
            if dest is None:
                longs = [a for a in args if a.startswith('--')]
                dest = (longs or args)[0].lstrip('-').replace('-', '_')
                if not dest:
                    raise ValueError(f'dest= is required for options like {args[0]!r}')
            for option in args:
                if any(option in a.option_strings for a in self._actions):
                    raise ArgumentError(None, f'argument {"/".join(args)}: conflicting option string: {option}')
            options = list(args)
        else:
            if args and 'dest' in kwargs:
                raise ValueError('dest supplied twice for positional argument')
            dest = args[0] if args else kwargs.pop('dest')
            options = []
            nargs = kwargs.get('nargs')
            if 'required' in kwargs:
                raise TypeError("'required' is an invalid argument for positionals")
            kwargs['required'] = nargs not in (OPTIONAL, ZERO_OR_MORE, REMAINDER) or (nargs == ZERO_OR_MORE and 'default' not in kwargs)
        if 'default' not in kwargs and self.argument_default is not None:
            kwargs['default'] = self.argument_default
        if dest in self._defaults and 'default' not in kwargs:
            kwargs['default'] = self._defaults[dest]
        made = make(options, dest, **kwargs)
        if made.type is not None and not callable(made.type):
            raise ValueError(f'{made.type!r} is not callable')
        return made

    def add_argument(self, *args, **kwargs):
        action = self._make(args, kwargs)
        self._actions.append(action)
        self._place(action)
        return action

    def add_argument_group(self, title=None, description=None):
        group = _Group(self, title, description)
        self._groups.append(group)
        return group

    def add_mutually_exclusive_group(self, *, required=False):
        group = _Group(self, exclusive=True, required=required)
        self._exclusive.append(group)
        return group

    def add_subparsers(self, *, title=None, description=None, prog=None, parser_class=None, action=None, dest=SUPPRESS, required=False, help=None,
                       metavar=None):
        made = _Subparsers(self, dest, required, title, help, metavar, parser_class or type(self))
        self._actions.append(made)
        if title is not None or description is not None:
            group = self.add_argument_group(title or 'subcommands', description)
            group.actions.append(made)
        else:
            self._place(made)
        self._subparsers = made
        return made

    def set_defaults(self, **kwargs):
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest)

    # -- reading --
    def parse_args(self, args=None, namespace=None):
        namespace, rest = self.parse_known_args(args, namespace)
        if rest:
            self.error('unrecognized arguments: ' + ' '.join(rest))
        return namespace

    def parse_known_args(self, args=None, namespace=None):
        args = list(_sys.argv[1:] if args is None else args)
        namespace = Namespace() if namespace is None else namespace
        for action in self._actions:
            if action.dest is not SUPPRESS and action.default is not SUPPRESS and not hasattr(namespace, action.dest):
                setattr(namespace, action.dest, action.default)
        for dest, value in self._defaults.items():
            if not hasattr(namespace, dest):
                setattr(namespace, dest, value)
        try:
            rest = _Reader(self, args, namespace).run()
        except ArgumentError as e:
            if not self.exit_on_error:
                raise
            self.error(str(e))
        rest += namespace.__dict__.pop('_extra', [])
        return namespace, rest

    parse_intermixed_args = parse_args

    # -- texts --
    def _one_usage(self, action):
        if not action.option_strings:
            return _arguments(action, True)
        text = action.option_strings[0]
        if isinstance(action, BooleanOptionalAction):
            text = ' | '.join(action.option_strings)
        return text if action.nargs == 0 else f'{text} {_arguments(action)}'

    def _usage_parts(self, options):
        parts = []
        done = set()
        for action in self._actions:
            if bool(action.option_strings) != options or id(action) in done or action.help is SUPPRESS:
                continue
            group = next((g for g in self._exclusive if action in g.actions), None)
            if group is not None:
                members = [a for a in group.actions if a.help is not SUPPRESS]
                done.update([id(a) for a in members])
                inner = ' | '.join([self._one_usage(a) for a in members])
                parts.append(f'({inner})' if group.required else f'[{inner}]')
            elif options:
                parts.append(self._one_usage(action) if action.required else f'[{self._one_usage(action)}]')
            else:
                parts.append(self._one_usage(action))
        return parts

    def _usage_prefix(self):
        return ' '.join([self.prog] + self._usage_parts(False))

    def format_usage(self):
        if self.usage is not None:
            return 'usage: ' + self.usage.replace('%(prog)s', self.prog) + '\n'
        options, positionals = self._usage_parts(True), self._usage_parts(False)
        line = ' '.join([f'usage: {self.prog}'] + options + positionals)
        if len(line) <= 78:
            return line + '\n'
        indent = len(f'usage: {self.prog} ')
        lines = []
        current = f'usage: {self.prog}'
        if indent <= 0.75 * 78:
            for i, part in enumerate(options + positionals):
                if (len(current) + 1 + len(part) > 78 and current.strip()) or (i == len(options) and i):
                    lines.append(current)
                    current = ' ' * (indent - 1)
                current += ' ' + part
        return '\n'.join(lines + [current]) + '\n'

    def _fill(self, text, width, indent=''):
        words = text.split()
        lines, current = [], ''
        for word in words:
            if current and len(current) + 1 + len(word) > width:
                lines.append(current)
                current = word
            else:
                current = f'{current} {word}' if current else word
        return [indent + line for line in lines + ([current] if current else [])]

    def _invocation(self, action):
        if not action.option_strings:
            return _metavar(action, True) if not isinstance(_metavar(action, True), tuple) else ' '.join(_metavar(action, True))
        if action.nargs == 0:
            return ', '.join(action.option_strings)
        return ', '.join([f'{o} {_arguments(action)}' for o in action.option_strings])

    def _expanded(self, action):
        text = action.help
        if self.formatter_class.show_defaults and '%(default)' not in text and action.default is not SUPPRESS and (
                action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE)):
            text += ' (default: %(default)s)'
        values = {k: v for k, v in action.__dict__.items() if v is not SUPPRESS}
        values['prog'] = self.prog
        if values.get('choices') is not None:
            values['choices'] = ', '.join([str(c) for c in values['choices']])
        if hasattr(values.get('type'), '__name__'):
            values['type'] = values['type'].__name__
        return text % values

    def format_help(self):
        lines = [self.format_usage()]
        if self.description:
            text = self.description.replace('%(prog)s', self.prog)
            lines.append((text if self.formatter_class.raw_description else '\n'.join(self._fill(text, 78))) + '\n')
        rows = {id(g): [(self._invocation(a), a) for a in g.actions if a.help is not SUPPRESS] for g in self._groups}
        longest = max([len(text) + 2 for group in rows.values() for text, _ in group], default=0)
        for group in rows.values():
            for _, action in group:
                if isinstance(action, _Subparsers):
                    longest = max([longest] + [len(self._sub_name(n, al)) + 4 for n, al, _ in action._helps])
        column = min(longest + 2, 24)
        for group in self._groups:
            if rows[id(group)] or group.description:
                lines.append(self._section(group, rows[id(group)], column))
        if self.epilog:
            text = self.epilog.replace('%(prog)s', self.prog)
            lines.append((text if self.formatter_class.raw_description else '\n'.join(self._fill(text, 78))) + '\n')
        return '\n'.join(lines)

    def _sub_name(self, name, aliases):
        return f'{name} ({", ".join(aliases)})' if aliases else name

    def _section(self, group, rows, column):
        out = [f'{group.title}:']
        if group.description:
            out += self._fill(group.description, 76, '  ') + ['']
        for text, action in rows:
            out += self._row(text, self._expanded(action) if action.help else '', column, 2)
            if isinstance(action, _Subparsers):
                for name, aliases, help in action._helps:
                    out += self._row(self._sub_name(name, aliases), help, column, 4)
        return '\n'.join(out) + '\n'

    def _row(self, text, help, column, indent):
        start = ' ' * indent + text
        if not help:
            return [start]
        body = help.split('\n') if self.formatter_class.raw_help else self._fill(help, max(78 - column, 11))
        if len(text) <= column - indent - 2:
            return [start.ljust(column) + body[0]] + [' ' * column + line for line in body[1:]]
        return [start] + [' ' * column + line for line in body]

    def print_usage(self, file=None):
        print(self.format_usage(), end='', file=file or _sys.stdout)

    def print_help(self, file=None):
        print(self.format_help(), end='', file=file or _sys.stdout)

    def exit(self, status=0, message=None):
        if message:
            _sys.stderr.write(message)
        _sys.exit(status)

    def error(self, message):
        self.print_usage(_sys.stderr)
        self.exit(2, f'{self.prog}: error: {message}\n')


class _Reader:
    """One command line on its way through a parser."""

    def __init__(self, parser, args, namespace):
        self.parser = parser
        self.args = args
        self.namespace = namespace
        self.seen = []
        self.rest = []
        self.options = {o: a for a in parser._actions for o in a.option_strings}
        self.positionals = [a for a in parser._actions if not a.option_strings]
        end = args.index('--') if '--' in args else len(args)
        self.kinds = ''.join(['A' if i > end else '-' if i == end else 'O' if self.is_option(a) else 'A' for i, a in enumerate(args)])

    def is_option(self, text):
        if len(text) < 2 or text[0] != '-':
            return False
        if text in self.options:
            return True
        number = text[1:].replace('.', '', 1)
        if number.isdigit() and not any(o[1:2].isdigit() for o in self.options):
            return False
        return ' ' not in text

    def find(self, text):
        """Action, option string, explicit value; None: unknown."""
        if text in self.options:
            return self.options[text], text, None
        option, equals, value = text.partition('=')
        if equals and option in self.options:
            return self.options[option], option, value
        if text.startswith('--'):
            near = [o for o in self.options if o.startswith(option)] if self.parser.allow_abbrev else []
            if len(near) > 1:
                raise ArgumentError(None, f'ambiguous option: {text} could match {", ".join(near)}')
            if near:
                return self.options[near[0]], near[0], value if equals else None
            return None
        if text[:2] in self.options:
            return self.options[text[:2]], text[:2], text[2:]
        return None

    def run(self):
        at = 0
        while at < len(self.args):
            if self.kinds[at] == 'O':
                at = self.option(at)
            else:
                moved = self.positional(at)
                if moved == at:
                    if self.kinds[at] != '-':
                        self.rest.append(self.args[at])
                    moved = at + 1
                at = moved
        self.positional(at)
        self.finish()
        return self.rest

    def option(self, at):
        found = self.find(self.args[at])
        if found is None:
            self.rest.append(self.args[at])
            return at + 1
        action, option, value = found
        at += 1
        while value is not None and action.nargs == 0:
            if option.startswith('--') or not value:
                raise ArgumentError(action, f'ignored explicit argument {value!r}')
            self.take(action, [], option)
            option = '-' + value[0]
            if option not in self.options:
                raise ArgumentError(action, f'ignored explicit argument {value!r}')
            action, value = self.options[option], value[1:] or None
        if value is not None:
            self.take(action, [value], option)
            return at
        n = self.count(action, at)
        self.take(action, self.args[at:at + n], option)
        return at + n

    def count(self, action, at):
        """How many words after an option are its own."""
        n = 0
        while at + n < len(self.args) and self.kinds[at + n] == 'A':
            n += 1
        nargs = action.nargs
        if nargs is None:
            if n < 1:
                raise ArgumentError(action, 'expected one argument')
            return 1
        if nargs == OPTIONAL:
            return min(n, 1)
        if nargs == ZERO_OR_MORE:
            return n
        if nargs == ONE_OR_MORE:
            if n < 1:
                raise ArgumentError(action, 'expected at least one argument')
            return n
        if nargs == REMAINDER:
            return len(self.args) - at
        if n < nargs:
            raise ArgumentError(action, f'expected {nargs} argument{"" if nargs == 1 else "s"}')
        return nargs

    def positional(self, at):
        """As many positionals as the words from here on can fill."""
        words = []
        end = at
        while end < len(self.args) and self.kinds[end] != 'O':
            if self.kinds[end] == 'A':
                words.append(end)
            end += 1
        for k in range(len(self.positionals), 0, -1):
            counts = self.share(self.positionals[:k], len(words))
            if counts is None:
                continue
            if not words and at < len(self.args):
                return at
            taken = 0
            for action, n in zip(self.positionals[:k], counts):
                values = [self.args[i] for i in words[taken:taken + n]]
                if action.nargs in (REMAINDER, 'A...') and n:
                    values = self.args[words[taken]:]
                    self.positionals = self.positionals[k:]
                    self.take(action, values, None)
                    return len(self.args)
                taken += n
                self.take(action, values, None)
            self.positionals = self.positionals[k:]
            return words[taken] if taken < len(words) else end
        return at

    def share(self, actions, n):
        """Words for each, greedily from the left; None: too few."""
        least = [1 if a.nargs in (None, ONE_OR_MORE, 'A...') else 0 if a.nargs in (OPTIONAL, ZERO_OR_MORE, REMAINDER) else a.nargs for a in actions]
        if sum(least) > n:
            return None
        counts = []
        for i, a in enumerate(actions):
            spare = n - sum(counts) - sum(least[i:])
            if a.nargs in (ZERO_OR_MORE, ONE_OR_MORE, REMAINDER, 'A...'):
                counts.append(least[i] + spare)
            elif a.nargs == OPTIONAL:
                counts.append(min(1, spare))
            else:
                counts.append(least[i])
        return counts

    def value(self, action, text):
        convert = action.type
        if convert is None:
            return text
        try:
            return convert(text)
        except ArgumentTypeError as e:
            raise ArgumentError(action, str(e)) from None
        except (TypeError, ValueError):
            raise ArgumentError(action, f'invalid {getattr(convert, "__name__", repr(convert))} value: {text!r}') from None

    def check(self, action, value):
        if action.choices is not None and value not in action.choices:
            raise ArgumentError(action, f'invalid choice: {value!r} (choose from {", ".join([repr(c) for c in action.choices])})')
        return value

    def take(self, action, words, option):
        nargs = action.nargs
        if nargs in (None, OPTIONAL) and words:
            values = self.check(action, self.value(action, words[0]))
        elif nargs == OPTIONAL:
            values = action.const if action.option_strings else action.default
            if isinstance(values, str):
                values = self.value(action, values)
        elif nargs == ZERO_OR_MORE and not words and not action.option_strings:
            values = [] if action.default is None else action.default
        elif nargs == 'A...':
            values = words
            if words[0] not in action.choices:
                self.check(action, words[0])
        else:
            values = [self.check(action, self.value(action, w)) for w in words]
        if option is not None or words:
            self.seen.append(action)
            for group in self.parser._exclusive:
                if action in group.actions:
                    for other in group.actions:
                        if other in self.seen and other is not action:
                            raise ArgumentError(action, f'not allowed with argument {_name(other)}')
        if option is None and not words and nargs in (OPTIONAL, ZERO_OR_MORE) and action.default is SUPPRESS:
            return
        action(self.parser, self.namespace, values, option)

    def finish(self):
        missing = []
        for action in self.parser._actions:
            if action in self.seen:
                continue
            if action.required and (action.option_strings or action in self.positionals):
                missing.append(_name(action))
            elif isinstance(action.default, str) and action.type is not None and getattr(self.namespace, action.dest, None) is action.default:
                setattr(self.namespace, action.dest, self.value(action, action.default))
        if missing:
            raise ArgumentError(None, f'the following arguments are required: {", ".join([m for m in missing if m])}')
        for group in self.parser._exclusive:
            if group.required and not any(a in self.seen for a in group.actions):
                names = ' '.join([_name(a) for a in group.actions if a.help is not SUPPRESS])
                raise ArgumentError(None, f'one of the arguments {names} is required')
