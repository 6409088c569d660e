// Package audit keeps the audit trail: who did what with which card, in a file that is only ever appended to and in which every line
// holds the hash of the line before.
//
// Beside the trail lies its head, which says how far the trail goes, so that lines cut off its end are missed. The hashes have no key:
// whoever can write both files can write both anew.
package audit
