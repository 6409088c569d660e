// Package statement reads what issuers keep of cards: records page by page, each once; what people and programs call their fields; what
// belongs to a record; and what records come to.
package statement
