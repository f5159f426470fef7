import argparse, sys
def P(**k):
    p = argparse.ArgumentParser(prog='prog', description='A test program for the parser.', epilog='The end.', **k)
    p.add_argument('file', help='input file'); p.add_argument('rest', nargs='*', type=int, help='numbers')
    p.add_argument('-w', '--workers', type=int, default=4, metavar='N', help='number of workers (default: %(default)s)')
    p.add_argument('-v', '--verbose', action='store_true', help='talk'); p.add_argument('--no-color', dest='color', action='store_false')
    p.add_argument('--mode', choices=['thread', 'process', 'async'], default='thread', help='how to run'); p.add_argument('-c', action='count', default=0)
    p.add_argument('--tag', action='append'); p.add_argument('--pair', nargs=2, type=float, metavar=('A', 'B')); p.add_argument('--opt', nargs='?', const='C', default='D')
    p.add_argument('--version', action='version', version='%(prog)s 1.0')
    return p
for args in (['f'], ['f', '1', '2', '-w', '8'], ['-vcc', 'f', '--mode', 'async', '--tag=a', '--tag', 'b'], ['f', '--pair', '1', '2.5', '--opt'], ['--opt', 'x', '--', 'f'], ['f', '-w7', '--verb', '--no-color'], ['f', '-1', '3']):
    print(P().parse_args(args))
print(P().parse_known_args(['f', '--unknown', 'x']) if 0 else P().parse_known_args(['f', '--unknown']))
for args in ([], ['f', '-w', 'x'], ['f', '--mode', 'zzz'], ['f', '--bogus'], ['f', 'x'], ['f', '--pair', '1'], ['f', '--tag']):
    try: P().parse_args(args)
    except SystemExit as e: print('exit', e.code)
P().print_help()
try: P().parse_args(['--version'])
except SystemExit as e: print('exit', e.code)
p = argparse.ArgumentParser(prog='git'); sub = p.add_subparsers(dest='cmd', required=True, help='commands')
a = sub.add_parser('add', help='add files'); a.add_argument('paths', nargs='+'); a.set_defaults(func='do_add'); c = sub.add_parser('commit', help='commit'); c.add_argument('-m', '--message', required=True)
print(p.parse_args(['add', 'x', 'y']), p.parse_args(['commit', '-m', 'hi']))
p.print_help(); a.print_usage()
for args in ([], ['zap'], ['commit']):
    try: p.parse_args(args)
    except SystemExit as e: print('exit', e.code)
p = argparse.ArgumentParser(prog='x', formatter_class=argparse.ArgumentDefaultsHelpFormatter); g = p.add_mutually_exclusive_group(); g.add_argument('--a', action='store_true', help='aa'); g.add_argument('--b', type=int, default=3, help='bb'); gr = p.add_argument_group('special', 'special options'); gr.add_argument('--s', help='ss')
p.print_help(); print(p.parse_args(['--b', '5']))
try: p.parse_args(['--a', '--b', '5'])
except SystemExit: pass
ns = argparse.Namespace(x=1); print(ns, vars(ns), 'x' in ns, argparse.ArgumentParser(prog='e').parse_args([]))
def pos(s):
    n = int(s)
    if n <= 0: raise argparse.ArgumentTypeError(f'{s} is not positive')
    return n
p = argparse.ArgumentParser(prog='y'); p.add_argument('n', type=pos, nargs='?', default='5')
print(p.parse_args([]), p.parse_args(['3']))
try: p.parse_args(['0'])
except SystemExit: pass
