package documents

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/tui/ui"
)

// Array writes an array of documents, each as soon as it comes, in the form that Write gives them. Before the first one, or End, nothing is
// written.
type Array struct {
	out   io.Writer
	begun bool
}

// NewArray returns an array that is written to out.
func NewArray(out io.Writer) *Array { return &Array{out: out} }

// Add writes one document.
func (a *Array) Add(document any) error {
	b := bytes.NewBufferString("[\n  ")
	if a.begun {
		b = bytes.NewBufferString(",\n  ")
	}
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("  ", "  ")
	if err := enc.Encode(document); err != nil {
		return err
	}
	a.begun = true
	_, err := a.out.Write(ui.SafeJSON(bytes.TrimSuffix(b.Bytes(), []byte("\n"))))
	return err
}

// End closes the array. It has to be called also where something failed meanwhile: what was written is then a document all the same.
func (a *Array) End() error {
	text := "[]\n"
	if a.begun {
		text = "\n]\n"
	}
	_, err := io.WriteString(a.out, text)
	return err
}

// RecordWriter writes records as --csv, --json and --jsonl print them, each as soon as it comes.
type RecordWriter struct {
	out   io.Writer
	array *Array      // of --json, else nil
	rows  *csv.Writer // of --csv, else nil
	row   []string
	begun bool // the header is written
}

// NewRecordWriter returns a writer to out. The format is csv, jsonl or json.
func NewRecordWriter(out io.Writer, format string) *RecordWriter {
	w := &RecordWriter{out: out}
	switch format {
	case "csv":
		w.rows = csv.NewWriter(out)
	case "jsonl":
	default:
		w.array = NewArray(out)
	}
	return w
}

// Add writes one record.
func (w *RecordWriter) Add(r client.Record) error {
	switch {
	case w.array != nil:
		return w.array.Add(RecordOf(r))
	case w.rows == nil:
		return WriteLine(w.out, RecordOf(r))
	}
	w.header()
	w.row = w.row[:0]
	for _, f := range statement.Columns {
		switch {
		case f.Money != nil:
			w.row = append(w.row, csvCell(f.Money(&r).Digits()), csvCell(f.Money(&r).Currency))
		case f.Time != nil:
			w.row = append(w.row, csvTime(f.Time(&r)))
		default:
			w.row = append(w.row, csvCell(f.Text(&r)))
		}
	}
	return w.write()
}

// End writes what stands after the last record, and the header where there was none.
func (w *RecordWriter) End() error {
	switch {
	case w.array != nil:
		return w.array.End()
	case w.rows == nil || w.begun:
		return nil
	}
	w.header()
	return w.write()
}

// header is the row before the first one.
func (w *RecordWriter) header() {
	if w.begun {
		return
	}
	w.begun = true
	for _, f := range statement.Columns {
		if w.row = append(w.row, f.Name); f.Money != nil {
			w.row = append(w.row, currencyName(f.Name))
		}
	}
	_ = w.rows.Write(w.row) // its error comes from the flush, too
	w.row = nil
}

func (w *RecordWriter) write() error {
	if w.row != nil {
		_ = w.rows.Write(w.row)
	}
	w.rows.Flush()
	return w.rows.Error()
}
