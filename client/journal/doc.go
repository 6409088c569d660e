// Package journal is the durable record of money movements and the one place that sends them.
//
// Every movement goes through Journal.Move: its row is committed as intended and then as sent before the first byte of the request
// leaves, the request is sent once, and the outcome is noted whatever happens to the caller. What a crash, a kill or a power loss leaves
// behind is therefore always a row that says how far the movement had come.
//
// The rows are kept by a Store: this package has the protocol, which is the same over any, and package sqlite the store in one file.
//
// A row that is being sent belongs to the handle that sends it, whose sign of life (Owner) ends with its process. Journal.Settle finds
// out what became of the others: by order number where the issuer knows them, else by comparing what the issuer shows with what was noted
// before sending. It never sends, and where the facts do not decide it leaves the movement unknown: then a person decides, with
// Journal.Mark.
package journal
