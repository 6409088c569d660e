package documents

import (
	"bytes"
	"strings"
	"testing"
)

// An array that is written one document after another is the one that is written at once, and each document is out as soon as it came.
func TestArrayIsWrittenAsItComes(t *testing.T) {
	type row struct {
		Name string   `json:"name"`
		Many []string `json:"many"`
	}
	rows := []row{{"<a & b>", []string{"x", "y\u202e"}}, {"\u0007", nil}, {strings.Repeat("é", 5000), []string{}}}
	for n := range len(rows) + 1 {
		var whole, parts bytes.Buffer
		if err := Write(&whole, append([]row{}, rows[:n]...)); err != nil {
			t.Fatal(err)
		}
		array := NewArray(&parts)
		for _, r := range rows[:n] {
			before := parts.Len()
			if err := array.Add(r); err != nil || parts.Len() <= before {
				t.Fatalf("%d bytes, %v", parts.Len()-before, err)
			}
		}
		if err := array.End(); err != nil || parts.String() != whole.String() {
			t.Errorf("%v, %q\nwant %q", err, parts.String(), whole.String())
		}
	}
}
