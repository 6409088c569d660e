// Package documents has every JSON document that the program prints: its type, its version, and the commands that print it. docs/json.md
// is held to it, and so is what the commands print.
//
// The types keep the rules by their form. A pointer is null where the value is not known; nothing else is ever null, nothing is left out,
// and no text is empty. A list is never nil. The comment of a member is its meaning on the page. A new document is a type here and a row
// of Table; the page is written anew by: UPDATE=1 go test ./cmd/internal/documents
package documents
