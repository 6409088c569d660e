// Package sqlite keeps the journal's rows in one SQLite file: its schema and migrations, its queries, and that the file is whole, in its
// place, and one person's alone.
package sqlite
