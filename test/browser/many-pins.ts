/** Ten thousand pins in seconds: the rows of the sample catalogue again and again, under new ids. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export function makeMany(data: string, pins: number): void {
  const database = new DatabaseSync(join(data, "state.sqlite"));
  const columnsOf = (table: string, but: readonly string[]): string =>
    database
      .prepare(`select name from pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => String(name))
      .filter((name) => !but.includes(name))
      .join(", ");
  const first = Number(database.prepare("select count(*) as n from pins").get()?.n);
  const most = Number(database.prepare("select max(seq) as n from pins").get()?.n);
  const pinColumns = columnsOf("pins", ["seq", "id"]);
  const seenColumns = columnsOf("understandings", ["seq"]);
  const sightColumns = columnsOf("sights", ["key"]);
  database.exec("begin");
  for (let turn = 1; turn * first < pins; turn++) {
    const offset = turn * most;
    database.exec(`insert into pins (seq, id, ${pinColumns})
      select seq + ${offset}, id || 'x${turn}', ${pinColumns} from pins where seq <= ${most}`);
    database.exec(`insert into understandings (seq, ${seenColumns})
      select seq + ${offset}, ${seenColumns} from understandings where seq <= ${most}`);
    database.exec(`insert into sights (key, ${sightColumns})
      select key + ${16 * offset}, ${sightColumns} from sights where key < ${16 * (most + 1)}`);
  }
  database.exec("commit");
  database.close();
}
