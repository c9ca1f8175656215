// Puts statements to DuckDB: node duckdb.js THREADS FILE.sql. The seconds that they took go to standard error; what is to be seen
// they copy to a file, such as /dev/stdout, themselves.
const fs = require('fs')
const { DuckDBInstance } = require('@duckdb/node-api')

const main = async (threads, file) => {
  const instance = await DuckDBInstance.create(':memory:', { threads, preserve_insertion_order: 'false' })
  const connection = await instance.connect()
  const begun = performance.now()
  await connection.run(fs.readFileSync(file, 'utf8'))
  process.stderr.write(`${((performance.now() - begun) / 1e3).toFixed(6)}\n`)
}

main(...process.argv.slice(2)).catch(error => { console.error(String(error)); process.exit(2) })
