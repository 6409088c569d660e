package ui

import (
	"slices"
	"strings"

	"cardwallet/client/fold"
)

// Query is what a person typed into a filter.
type Query = fold.Query

// NewQuery splits what was typed.
func NewQuery(typed string) Query { return fold.NewQuery(typed) }

// Index is the text of many rows, made ready for filtering once. It is in one piece, because looking it up at 100,000 places in
// memory would take longer than a key may.
type Index struct {
	text string // all rows one after another, folded
	ends []int  // where each row ends
}

const (
	sample = 1000 // rows
	usual  = 256  // bytes of a row; no room is made for hostile ones
)

// newIndex takes the text of each row from row, which adds its parts one by one.
func newIndex(rows int, row func(i int, add func(part string))) Index {
	var text strings.Builder
	x := Index{ends: make([]int, rows)}
	add := func(part string) {
		text.WriteString(fold.Text(part))
		text.WriteByte('\n') // nobody types it, so no word matches across parts
	}
	for i := range rows {
		row(i, add)
		x.ends[i] = text.Len()
		if i == sample && text.Len() < sample*usual { // room for the others, as if they were like the first: growing bit by bit is garbage
			text.Grow(text.Len() / sample * (rows - sample))
		}
	}
	x.text = text.String()
	return x
}

// Rows is how many there are.
func (x Index) Rows() int { return len(x.ends) }

// Find gives the rows that have every word of the query, in their order. An empty query finds all. It writes over buffer, which may
// be nil, so that typing makes no garbage.
func (x Index) Find(q Query, buffer []int32) []int32 {
	found := slices.Grow(buffer[:0], len(x.ends))
	start := 0
	for i, end := range x.ends {
		if q.In(x.text[start:end]) {
			found = append(found, int32(i))
		}
		start = end
	}
	return found
}
