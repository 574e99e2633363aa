import { BATTERY_ROWS, playRow, rowTitle } from '/tmp/wt/lab/testkit/battery/all-stories';
const filter=process.argv[2]; let ok=0,bad=0;
for (const row of BATTERY_ROWS.filter(r=>rowTitle(r).match(filter??''))) {
  const t=performance.now(); let f: string[][]; try { f=playRow(row);} catch(e) { f=[[String(e).slice(0,300)]]; }
  const wrong=f.map((x,i)=>x.length?`v${i}: ${x.join('; ')}`:'').filter(Boolean);
  wrong.length?bad++:ok++;
  console.log(`${wrong.length?'BAD':'ok '} ${((performance.now()-t)/1000).toFixed(1)}s ${rowTitle(row)}`);
  if (wrong.length) console.log('     '+[...new Set(wrong)].slice(0,2).map(x=>x.slice(0,260)).join('\n     '));
}
console.log(ok,'ok',bad,'bad');
