import json, textwrap
d={'a':1,'b':[1,2.5,None,True,False,'x"\n\u00e9\U0001F600'],'c':{},'d':[], 3:'n', None:1, 2.5:2}
print(json.dumps(d)); print(json.dumps(d,indent=2)); print(json.dumps(d,ensure_ascii=False,separators=(',',':')))
print(json.dumps({'b':1,'a':[{'z':1,'y':(1,2)}]},sort_keys=True,indent='\t'))
print(json.loads(' {"a": [1, -2.5e3, "x\\u00e9\\ud83d\\ude00\\n", true, null], "b": {"c": {}}} '))
for bad in ['', '{', '[1,]', '{"a" 1}', '{a:1}', '[1 2]', '"abc', '"\\x"', '"\\u12"', '01', 'nul', '[1] 2', '{"a":1,}', '"a\nb"', '-', '\n  x']:
    try: print(json.loads(bad))
    except json.JSONDecodeError as e: print(repr(bad), e, e.pos, e.lineno, e.colno)
for o in [{1,2}, object, {(1,):2}, 1j]:
    try: json.dumps(o)
    except TypeError as e: print(e)
class E(json.JSONEncoder):
    def default(self,o):
        if isinstance(o,set): return sorted(o)
        return super().default(o)
print(json.dumps({'s':{3,1}},cls=E), json.dumps({1,}, default=list), json.dumps(float('nan')), json.dumps(float('-inf')))
a=[]; a.append(a)
try: json.dumps(a)
except ValueError as e: print(e)
try: json.dumps(float('inf'), allow_nan=False)
except ValueError as e: print(e)
print(json.loads('{"a":1}',object_hook=lambda d: list(d)), json.loads('[1.5,2]',parse_float=str,parse_int=lambda s:s+'i'), json.loads(b'[1]'))
print(json.loads('{"a":1,"a":2}', object_pairs_hook=list), json.dumps("\x7f\x00/"), json.loads('[NaN,Infinity]'))
print(textwrap.wrap('The quick brown-fox jumped over the lazy dog -- and state-of-the-art things.', 20))
print(textwrap.fill('aaa bbb ccc ddd eee', 8, initial_indent='* ', subsequent_indent='  '), textwrap.shorten('hello big wide world', 12), textwrap.shorten('hello world',width=8,placeholder='...'))
print(repr(textwrap.dedent('''
    a
      b

    c
    ''')), textwrap.indent('a\n\nb','> '), textwrap.wrap('x'*25,10), textwrap.wrap('',5))
