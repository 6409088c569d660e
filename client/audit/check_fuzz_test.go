package audit

import (
	"bytes"
	"errors"
	"io/fs"
	"testing"
	"time"

	"cardwallet/client"
)

// Any text can be read; what is an entry stands on a line of its own, and only what Record would have written is one that was not changed.
func FuzzCheck(f *testing.F) {
	var text bytes.Buffer
	at := position{0, start}
	for _, what := range []string{"number", "cvv"} {
		var err error
		e := client.AuditEntry{At: time.Unix(1e9, 0), Action: client.AuditReveal, What: what, CardID: "WB2025"}
		if at, err = chain(&text, newLine(e), at); err != nil {
			f.Fatal(err)
		}
	}
	f.Add(text.Bytes(), at.seq, at.hash)
	f.Add(text.Bytes()[10:], at.seq, at.hash)
	f.Add([]byte("{}\n[]\nnull\n\n"), int64(0), start)
	f.Add([]byte(`{"seq":1,"hash":"`+start+`"}`), int64(-1), "")
	f.Fuzz(func(t *testing.T, text []byte, seq int64, hash string) {
		var headErr error
		switch {
		case seq < 0:
			headErr = errHead
		case seq > maxSeq:
			headErr = fs.ErrNotExist
		}
		lines, entries := bytes.Count(text, []byte("\n"))+1, 0
		r, err := check(t.Context(), bytes.NewReader(text), position{seq, hash}, headErr, func(e Entry) {
			if entries++; e.Line < 1 || e.Line > lines || e.Seq < 1 {
				t.Fatalf("%+v", e)
			}
		})
		if err != nil || r.Entries > entries || r.Problem < len(r.Problems) {
			t.Fatalf("%+v, %v", r, err)
		}
		for line := range bytes.Lines(text) {
			if l, err := decode(bytes.TrimSuffix(line, []byte("\n"))); err != nil && !errors.Is(err, errNoEntry) && !errors.Is(err, errChanged) ||
				err == nil && !isHash(l.Hash) {
				t.Fatalf("%q: %+v, %v", line, l, err)
			}
		}
	})
}
