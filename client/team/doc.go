// Package team is the database of a team: PostgreSQL, or an engine that speaks its language. It has the connection, transactions that are
// as if nobody else were there, the database's clock, its schema and what changes there. What the tables mean is the part of the rooms
// that use them.
//
// Nothing of it runs before Connect, and nothing is asked of the database before it is used.
package team
