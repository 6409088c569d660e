// Package mcc names merchant category codes (ISO 18245).
//
// The lists are those of the iso18245 package for Python, release 1.4.1 of September 2025 (github.com/jleclanche/python-iso18245, MIT
// licence, see LICENSE.iso18245): the standard's own codes and ranges, and the ranges that are reserved there and that card schemes give to
// airlines, car rental and lodging.
package mcc

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed codes.csv
var codesCSV []byte

//go:embed ranges.csv
var rangesCSV []byte

//go:embed private.csv
var privateCSV []byte

// Code is one merchant category code.
type Code struct {
	Code string // 4 digits
	Name string
}

type span struct{ from, to, name string }

type lists struct {
	codes  []Code // by code
	ranges []span // those of card schemes first
}

// load reads the lists when they are first needed: the program starts without them.
var load = sync.OnceValue(func() (l lists) {
	for _, row := range rows(codesCSV, 2) {
		l.codes = append(l.codes, Code{Code: row[0], Name: row[1]})
	}
	for _, row := range append(rows(privateCSV, 3), rows(rangesCSV, 3)...) {
		l.ranges = append(l.ranges, span{row[0], row[1], row[2]})
	}
	slices.SortFunc(l.codes, func(a, b Code) int { return strings.Compare(a.Code, b.Code) })
	return l
})

// rows reads an embedded list without its header.
func rows(data []byte, columns int) [][]string {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = columns
	all, err := r.ReadAll()
	if err != nil {
		panic(fmt.Sprintf("an embedded list of merchant categories: %v", err)) // a test reads them all
	}
	return all[1:]
}

// Valid reports whether code has the form of a merchant category code: 4 digits.
func Valid(code string) bool {
	return len(code) == 4 && strings.Trim(code, "0123456789") == ""
}

// Name is what the code stands for, or what its range does; empty where neither is known.
func Name(code string) string {
	if !Valid(code) {
		return ""
	}
	l := load()
	if at, found := slices.BinarySearchFunc(l.codes, code, func(c Code, want string) int { return strings.Compare(c.Code, want) }); found {
		return l.codes[at].Name
	}
	for _, r := range l.ranges {
		if r.from <= code && code <= r.to && !strings.HasPrefix(r.name, "Reserved") {
			return r.name
		}
	}
	return ""
}

// Search lists the codes whose digits begin with text or whose name holds every word of it, in any case, by code; all of them for an
// empty text.
func Search(text string) []Code {
	words := strings.Fields(strings.ToLower(text))
	var found []Code
	for _, c := range load().codes {
		name := strings.ToLower(c.Name)
		if len(words) == 1 && strings.HasPrefix(c.Code, words[0]) ||
			!slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(name, w) }) {
			found = append(found, c)
		}
	}
	return found
}
