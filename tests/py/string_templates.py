import string
from string import Template, Formatter
t=Template('$who likes ${what}s $$5'); print(t.substitute(who='a',what='b'), t.safe_substitute(who='x'))
try: t.substitute(who=1)
except KeyError as e: print(repr(e))
try: Template('a\nb $').substitute()
except ValueError as e: print(e)
f=Formatter(); print(f.format('{0} {1!r:>5} {k[0]} {x.real:{w}} {{}}', 1,'a',k=[3],x=2,w=4), f.format('{} {}',1,2))
print(list(f.parse('a{b!r:c}d{{e')), string.capwords('hello  world'), string.printable[:5])
class D(Formatter):
    def get_value(self,k,a,kw): return kw.get(k,'?') if isinstance(k,str) else super().get_value(k,a,kw)
print(D().format('{a} {b}',a=1))
