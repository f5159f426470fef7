"""Compares our bytecode with that of the CPython 3.11 that runs this: instructions, arguments, positions, exception
tables, stack sizes, names. Differences that lang/opcode.def documents are levelled first; complex constants are not folded by us.
usage: lang_dis.py DUMPER [-l EXAMPLES] FILE..."""
import sys,dis,subprocess,types,opcode
PYC=sys.argv.pop(1)
def norm(co):
    ins=[i for i in dis.get_instructions(co,show_caches=False)]
    out=[];offs={}
    for i in ins:
        op=i.opname
        if op in('CACHE','PRECALL'):
            offs.setdefault(i.offset,len(out)); continue
        if op=='EXTENDED_ARG':
            offs[i.offset]=len(out); continue
        offs[i.offset]=len(out)
        pos=i.positions
        p=(pos.lineno or 0,pos.end_lineno or 0,-1 if pos.col_offset is None else pos.col_offset,-1 if pos.end_col_offset is None else pos.end_col_offset)
        if not pos.lineno: p=(0,0,-1,-1)
        arg=i.arg if i.arg is not None else 0
        if op=='LOAD_GLOBAL':
            if arg&1: out.append(['PUSH_NULL',0,p,None])
            arg>>=1
        t=None
        if i.opcode in dis.hasjabs or i.opcode in dis.hasjrel: t=i.argval
        op=op.replace('POP_JUMP_FORWARD_','POP_JUMP_').replace('POP_JUMP_BACKWARD_','POP_JUMP_')
        if op in('POP_TOP','RETURN_VALUE','NOP','PUSH_NULL','GET_ITER') or i.opcode<dis.HAVE_ARGUMENT: arg=0
        if op=='ASYNC_GEN_WRAP':arg=0
        if op in('SEND','FOR_ITER'):pass
        out.append([op,arg,p,t])
    end=len(co.co_code); offs[end]=len(out)
    for o in out:
        if o[3] is not None: o[1]=offs[o[3]]
    hs=[]
    for e in dis._parse_exception_table(co):
        hs.append((offs[e.start],offs[e.end],offs[e.target],e.depth,int(e.lasti)))
    names=list(co.co_varnames)+[c for c in co.co_cellvars if c not in co.co_varnames]+list(co.co_freevars)
    return [tuple(o[:3]) for o in out],hs,co.co_stacksize,names,list(co.co_names),len(co.co_consts)
def walk(co,out):
    out.append((co.co_qualname,co))
    for k in co.co_consts:
        if isinstance(k,types.CodeType): walk(k,out)
def parse(text):
    files={};cur=None
    for l in text.splitlines():
        k,_,r=l.partition(' ')
        if k=='FILE': cur=files[r]=[]
        elif cur is None: print(l)
        elif k=='CODE':
            q,_,fl=r.rpartition(' '); cur.append([q,[],[],0,[],[],0,int(fl)])
        elif k=='I':
            a=r.split(); cur[-1][1].append((a[0],int(a[1]),tuple(map(int,a[2:]))))
        elif k=='H': cur[-1][2].append(tuple(map(int,r.split())))
        elif k=='S': cur[-1][3]=int(r)
        elif k=='L': cur[-1][4].append(r.rsplit(' ',1)[0])
        elif k=='N': cur[-1][5].append(r)
        elif k=='K': cur[-1][6]+=1
    return files
bad=0;stat={}
args=sys.argv[1:]
lim=3
if args[0]=='-l': lim=int(args[1]);args=args[2:]
for f in args:
    try: src=open(f,'rb').read(); co=compile(src,f,'exec',dont_inherit=True)
    except (SyntaxError,ValueError,RecursionError) as e: 
        r=subprocess.run([PYC,'j',f],capture_output=True,text=True)
        if r.returncode==0: print("ACCEPTED by us, not CPython:",f,e)
        continue
    r=subprocess.run([PYC,'j',f],capture_output=True)
    if r.returncode!=0:
        print("REFUSED/CRASH",f,r.returncode,(r.stdout[-300:]+r.stderr[-300:]).decode(errors='replace')); bad+=1; continue
    ours=parse(r.stdout.decode('utf-8','replace'))[f]
    theirs=[];walk(co,theirs)
    stat['codes']=stat.get('codes',0)+len(theirs)
    if len(ours)!=len(theirs): print(f,"number of codes",len(ours),len(theirs))
    for o,(q,t) in zip(ours,theirs):
        ins,hs,ss,names,cn,nk=norm(t)
        why=None
        a=[x[:2] for x in o[1]];b=[x[:2] for x in ins]
        if o[0]!=q: why='qualname %s %s'%(o[0],q)
        elif a!=b:
            k=next((i for i in range(min(len(a),len(b))) if a[i]!=b[i]),min(len(a),len(b)))
            why='insns at %d line %s: ours %s theirs %s'%(k,ins[min(k,len(ins)-1)][2][0],a[k-1:k+4],b[k-1:k+4])
        elif names!=o[4]: why='locals %s %s'%(o[4],names)
        elif cn!=o[5]: why='names %s %s'%(o[5],cn)
        elif nk!=o[6]: why='consts %d %d'%(o[6],nk)
        elif hs!=o[2]: why='handlers ours %s theirs %s'%(o[2],hs)
        elif ss!=o[3]: why='stack ours %d theirs %d'%(o[3],ss)
        else:
            pn=lambda L:[None if L[i][0]=='PUSH_NULL' and i+1<len(L) and L[i+1][0]=='LOAD_GLOBAL' else L[i][2] for i in range(len(L))]
            ap=pn(o[1]);bp=pn(ins)
            if ap!=bp:
                k=next(i for i in range(len(ap)) if ap[i]!=bp[i])
                why='position at %d %s: ours %s theirs %s'%(k,a[k],ap[k],bp[k])
            elif o[7]!=t.co_firstlineno: why='firstline'
        if why:
            w=why.split()[0]; stat[w]=stat.get(w,0)+1; bad+=1
            if stat[w]<=lim: print(f,q,why)
print(stat,'bad',bad)
sys.exit(bad>0)
