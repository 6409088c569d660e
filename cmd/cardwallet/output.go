package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/tui/ui"
)

// jsonTime is written as RFC 3339 in UTC, to the second.
type jsonTime time.Time

func (t jsonTime) MarshalJSON() ([]byte, error) {
	return json.Marshal(time.Time(t).UTC().Format(time.RFC3339))
}

func optionalTime(t time.Time) *jsonTime {
	if t.IsZero() {
		return nil
	}
	j := jsonTime(t)
	return &j
}

// printJSON writes one document and nothing else. Characters that a terminal could obey or be fooled by are escaped.
func (a *app) printJSON(v any) error { return writeJSON(a.out, v) }

func writeJSON(out io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := out.Write(ui.SafeJSON(b.Bytes()))
	return err
}

// printJSONLine writes one object on one line, for streams.
func (a *app) printJSONLine(v any) error { return writeJSONLine(a.out, v) }

func writeJSONLine(out io.Writer, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = out.Write(append(ui.SafeJSON(data), '\n'))
	return err
}

// listed puts commas between words.
func listed[S ~string](words []S) string {
	var b strings.Builder
	for i, word := range words {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(word))
	}
	return b.String()
}

// maxCell is how wide a column can get: one name must not push all others out of sight. JSON has the whole of it.
const maxCell = 200

// table is a plain text table. Cells are made safe when it is printed.
type table struct {
	header []string
	right  []int // columns that are right-aligned
	rows   [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

func (a *app) printTable(t table) error {
	widths := make([]int, len(t.header))
	rows := append([][]string{t.header}, t.rows...)
	for _, row := range rows {
		for i := range row {
			row[i] = ui.Cut(ui.Safe(row[i]), maxCell)
			widths[i] = max(widths[i], ansi.StringWidth(row[i]))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-ansi.StringWidth(cell))
			if slices.Contains(t.right, i) {
				cell = pad + cell
			} else {
				cell += pad
			}
			line.WriteString(cell + "  ")
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	_, err := fmt.Fprint(a.out, b.String())
	return err
}

// printFacts writes name and value pairs, leaving out those without a value.
func (a *app) printFacts(facts [][2]string) error {
	width := 0
	for _, f := range facts {
		width = max(width, len(f[0]))
	}
	for _, f := range facts {
		if f[1] == "" {
			continue
		}
		if _, err := fmt.Fprintf(a.out, "%-*s  %s\n", width, f[0], ui.Safe(f[1])); err != nil {
			return err
		}
	}
	return nil
}
