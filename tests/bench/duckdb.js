// Puts a query to DuckDB: node duckdb.js THREADS FILE.sql. Rows go to standard output as CSV, the seconds that the query took to
// standard error.
const fs = require('fs')
const { DuckDBInstance } = require('@duckdb/node-api')

const main = async (threads, file) => {
  const instance = await DuckDBInstance.create(':memory:', { threads, preserve_insertion_order: 'false' })
  const connection = await instance.connect()
  const begun = performance.now()
  const rows = (await connection.runAndReadAll(fs.readFileSync(file, 'utf8'))).getRowsJson()
  const took = performance.now() - begun
  process.stdout.write(rows.map(row => row.join(',') + '\n').join(''))
  process.stderr.write(`${(took / 1e3).toFixed(6)}\n`)
}

main(...process.argv.slice(2)).catch(error => { console.error(String(error)); process.exit(2) })
