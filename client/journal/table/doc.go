// Package table has the journal's rows as the tables of an SQL database: two, movements and history, with the same columns in every store.
// Amounts are decimal text in major units beside their currency, both empty for a change of a card. Times are milliseconds since 1970 in
// UTC, ticks those of the clock that boot names. Rows and steps are in the order of seq, since times can go back.
package table
