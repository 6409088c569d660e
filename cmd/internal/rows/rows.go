// Package rows reads tables that people and scripts made: CSV with a header row, or a JSON array of objects.
package rows

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"cardwallet/client/fold"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/terminal"
)

// most is how many bytes a table may have.
const most = 16 << 20

// Row is one row of a table.
type Row struct {
	number int // from 1, without the header
	cells  map[string]string
}

// Get is the cell in the column, without space around it; empty where there is none.
func (r Row) Get(column string) string { return r.cells[column] }

// String says which row it is.
func (r Row) String() string { return fmt.Sprintf("row %d", r.number) }

// Wrong is an error about the cell in the column.
func (r Row) Wrong(column string, format string, args ...any) error {
	return fmt.Errorf("%s, %s: %w", r, column, fmt.Errorf(format, args...))
}

// File reads the table in a file, or from in where path is "-". required are the columns that it must have, and optional those that it may
// have.
func File(ctx context.Context, path string, in io.Reader, required, optional []string) ([]Row, error) {
	data, err := terminal.Aside(ctx, func() ([]byte, error) {
		if path != "-" {
			f, err := os.Open(path)
			if err != nil {
				return nil, err
			}
			defer func() { _ = f.Close() }()
			in = f
		}
		return io.ReadAll(io.LimitReader(in, most+1))
	})
	switch {
	case err != nil:
		return nil, err
	case len(data) > most:
		return nil, fmt.Errorf("%s has more than %d MiB", path, most>>20)
	}
	table, err := Read(data, required, optional)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return table, nil
}

// Read reads the table in data. Commas or semicolons stand between the cells of CSV.
func Read(data []byte, required, optional []string) ([]Row, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		return nil, errors.New("it is not text in UTF-8")
	}
	read := readCSV
	if text := bytes.TrimSpace(data); len(text) > 0 && text[0] == '[' {
		read = readJSON
	}
	columns, table, err := read(data)
	if err != nil {
		return nil, err
	}
	valid := slices.Concat(required, optional)
	for _, column := range columns {
		if !slices.Contains(valid, column) {
			return nil, fmt.Errorf("there is no column %q%s\nthe columns are: %s", column, fold.DidYouMean(column, valid),
				strings.Join(valid, ", "))
		}
	}
	for _, column := range required {
		if len(columns) > 0 && !slices.Contains(columns, column) {
			return nil, fmt.Errorf("the column %q is missing\nthe first row has the names of the columns: %s", column, strings.Join(valid, ", "))
		}
	}
	if len(table) == 0 {
		return nil, errors.New("it has no rows")
	}
	return table, nil
}

func readCSV(data []byte) (columns []string, table []Row, err error) {
	r := csv.NewReader(bytes.NewReader(data))
	if first, _, _ := bytes.Cut(data, []byte("\n")); !bytes.ContainsRune(first, ',') && bytes.ContainsRune(first, ';') {
		r.Comma = ';'
	}
	r.TrimLeadingSpace = true
	lines, err := r.ReadAll()
	if err != nil || len(lines) == 0 {
		return nil, nil, err
	}
	for _, name := range lines[0] {
		name = strings.TrimSpace(name)
		if slices.Contains(columns, name) {
			return nil, nil, fmt.Errorf("it has two columns %q", name)
		}
		columns = append(columns, name)
	}
	for i, line := range lines[1:] {
		row := Row{i + 1, map[string]string{}}
		for j, cell := range line {
			row.cells[columns[j]] = documents.FromCell(strings.TrimSpace(cell))
		}
		table = append(table, row)
	}
	return columns, table, nil
}

func readJSON(data []byte) (columns []string, table []Row, err error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var objects []map[string]any
	if err := decoder.Decode(&objects); err != nil {
		return nil, nil, fmt.Errorf("it is no JSON array of objects: %w", err)
	}
	for i, object := range objects {
		row := Row{i + 1, map[string]string{}}
		for name, value := range object {
			switch value := value.(type) {
			case nil:
			case string:
				row.cells[name] = strings.TrimSpace(value)
			case json.Number:
				row.cells[name] = value.String()
			default:
				return nil, nil, row.Wrong(name, "it is neither a text nor a number")
			}
			if !slices.Contains(columns, name) {
				columns = append(columns, name)
			}
		}
		table = append(table, row)
	}
	slices.Sort(columns)
	return columns, table, nil
}
