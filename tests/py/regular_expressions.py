import re
P = [(r'a*', 'aaab'), (r'(a|b)*c', 'ababc'), (r'(\w+)@(\w+)\.com', 'joe@x.com, ann@yy.com'), (r'^\s*(\d+)\s*$', ' 42 \n'), (r'(?P<y>\d{4})-(?P<m>\d\d)', 'on 2024-05-06'),
     (r'a.c', 'a\nc abc'), (r'(?s)a.c', 'a\nc'), (r'(?i)HELLO', 'say hello'), (r'\bfoo\b', 'a foo bar food'), (r'x{2,3}', 'xxxxx'), (r'x{2,3}?', 'xxxxx'), (r'(a+)+$', 'aaaa'), (r'(a*)*', 'b'), (r'(a*)+', 'aa'),
     (r'(?:ab)+', 'xababy'), (r'[^a-c]+', 'abcxyz'), (r'[\w.-]+', 'a.b-c d'), (r'(\w)\1', 'hello'), (r'(?=foo)f', 'foo'), (r'f(?!oo)', 'foo far'), (r'(?<=\$)\d+', 'cost $15'), (r'(?<!a)b', 'ab cb'), (r'(a)?(?(1)b|c)', 'ab c'), (r'a|ab', 'ab'), (r'(a|ab)(c|bcd)', 'abcd'),
     (r'\d+(?:\.\d+)?', 'pi 3.14 x'), (r'', 'abc'), (r'[]a]+', ']a]'), (r'a{,2}', 'aaa'), (r'a{x', 'a{x'), (r'(?>a+)b', 'aaab'), (r'a++b', 'aab'), (r'\Aab\Z', 'ab'), (r'(?m)^b$', 'a\nb\nc'), (r'é+', 'caféé'), (r'\w+', 'naïve ünïcode'), (r'(?x) a  b # comment', 'ab'), (r'((a)(b)?)+', 'abaa'), (r'(?:(a)|b)*', 'ab'), (r'[\d\s]+', 'x1 2y'), (r'\x41\u0042\n?', 'AB\n'), (r'.*?,', 'a,b,c,'), (r'"([^"\\]|\\.)*"', 'say "a\\"b" ok'), (r'(?i:a)b', 'Ab AB'), (r'[a-z&&b]', 'q'), (r'(x)|(y)', 'y')]
for p, s in P:
    c = re.compile(p)
    m = c.search(s)
    print(repr(p), m, m and m.groups(), m and m.groupdict(), [x.span() for x in c.finditer(s)], c.findall(s), c.split(s), c.sub('<\\g<0>>', s), c.match(s) is not None, c.fullmatch(s), m and m.lastindex)
m = re.match(r'(?P<first>\w+) (?P<last>\w+)', 'Isaac Newton, physicist')
print(m.group(0), m.group('first', 'last'), m['last'], m[1], m.start('last'), m.end(), m.span(2), m.lastgroup, m.expand(r'\2 \g<first>'), m.re, m.string, m.pos, m.endpos, m.regs)
print(re.sub(r'\d', lambda m: str(int(m.group()) * 2), 'a1b22'), re.subn('a', 'b', 'banana', 2), re.sub(r'(\w+) (\w+)', r'\2 \1', 'hello world'), re.sub('x*', '-', 'abxd'), re.split(r'[,;]\s*', 'a, b;c'), re.split(r'(-)', 'a-b-c', 1), re.split(r'x*', 'axbc'), re.sub(r'\s+', ' ', ' a \t b\n'))
print(re.compile('a', re.I | re.M), re.I, repr(re.I | re.S), re.compile('x').flags, re.compile(b'x').findall(b'axx'), re.escape('a.b*c d[1]'), re.findall(r'(a)(b)', 'abab'), re.findall(b'\w', b'a_1'))
for bad in ('(', ')', '[a', '*a', 'a**', '(?P<1>a)', '(?P<a>x)(?P<a>y)', '\\', '(?<=a+)b', 'a{3,2}', '[z-a]', '(?P=x)', r'\1', r'\q', '(?y)', '(?', '(?:a', 'x(?i)', '(?P<a', '(?#'):
    try: re.compile(bad); print('no error', bad)
    except re.error as e: print(bad, '|', e, '|', e.msg, e.pos)
for f in (lambda: re.match('a', 3), lambda: re.match('a', b'a'), lambda: m.group(5), lambda: m.group('zz'), lambda: re.sub('a', r'\2', 'a'), lambda: re.compile(3), lambda: re.sub('(a)', r'\g<x>', 'a')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(re.fullmatch('a|ab', 'ab'), re.fullmatch('a*?', 'aaa'), re.compile('b').match('abc', 1), re.compile('^b').search('abc', 1), re.compile('c$').search('abcd', 0, 3), re.findall(r'^\w', 'ab\ncd', re.M), re.findall('(?m)$', 'a\nb\n'))
tok = re.compile(r'(?P<num>\d+)|(?P<op>[-+*/()])|(?P<ws>\s+)|(?P<bad>.)')
print([(m.lastgroup, m.group()) for m in tok.finditer('3 + (4*x)') if m.lastgroup != 'ws'])
print(re.match(r'(\d+)\.(\d+)?', '24.').groups('0'), bool(re.match('a', 'b')), re.findall(r'\b\w{3}\b', 'the cat sat on a mat'), re.search(r'(?P<a>x)(?P<b>y)?', 'x').groupdict())
print(re.sub(r'(?P<w>\w+)', r'[\g<w>]', 'ab cd'), re.sub('', '-', 'abc'), re.findall(r'a*', 'baac'), re.sub(r'\\n', '\n', r'a\nb') == 'a\nb', re.sub('a', r'\\', 'a'), 'İi'.lower() and re.findall('(?i)straße', 'STRASSE Straße'))
text = ' '.join(f'word{i}' for i in range(200)); print(len(re.findall(r'\w+\d', text)), re.search(r'(.*)word150(.*)', text).start(2))
