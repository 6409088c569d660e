// Package spool keeps outcomes of movements in a directory of this machine, one file for each order, while the journal they belong to does
// not answer. They hold what a row holds, and no secret.
package spool

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"cardwallet/client/journal"
	"cardwallet/client/private"
)

// suffix ends the names of the files, which begin with the order number.
const suffix = ".json"

// longest is how many bytes a file may have: a row's texts are bounded.
const longest = 64 << 10

var lettersAndDigits = regexp.MustCompile(`^[A-Za-z0-9]+$`)

// isOrder reports whether it can be an order number, which becomes a file's name.
func isOrder(number string) bool { return len(number) <= 80 && lettersAndDigits.MatchString(number) }

// Directory is a spool in one directory. It is safe for concurrent use, also by several processes.
type Directory struct{ path string }

// In gives the spool in the directory at path, which is made with the first outcome.
func In(path string) *Directory { return &Directory{path: path} }

// Keep writes the outcome and returns when it survives a power loss. A later outcome of the same order replaces an earlier one.
func (d *Directory) Keep(k journal.Kept) error {
	path, err := d.file(k.OrderID)
	if err != nil {
		return err
	}
	text, err := json.Marshal(k)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(d.path, 0o700); err != nil {
		return fmt.Errorf("cannot keep what became of order %s: %w", k.OrderID, err)
	}
	_ = private.SyncDirectory(filepath.Dir(d.path)) // some file systems cannot
	if err := private.Replace(path, append(text, '\n')); err != nil {
		return fmt.Errorf("cannot keep what became of order %s: %w", k.OrderID, err)
	}
	return nil
}

func (d *Directory) file(orderID string) (string, error) {
	if !isOrder(orderID) {
		return "", fmt.Errorf("cannot keep an outcome under the order number %q", orderID)
	}
	return filepath.Join(d.path, orderID+suffix), nil
}

// All are the outcomes that are kept, oldest first. The error names the files that cannot be read.
func (d *Directory) All() (all []journal.Kept, err error) {
	entries, err := os.ReadDir(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot look for outcomes that are kept: %w", err)
	}
	for _, entry := range entries {
		order, ours := strings.CutSuffix(entry.Name(), suffix)
		if !ours || !isOrder(order) {
			continue // a file that is being written
		}
		k, readErr := d.read(order)
		switch {
		case errors.Is(readErr, fs.ErrNotExist): // another process noted it just now
		case readErr != nil:
			err = errors.Join(err, readErr)
		default:
			all = append(all, k)
		}
	}
	slices.SortStableFunc(all, func(a, b journal.Kept) int { return a.At.Compare(b.At) })
	return all, err
}

func (d *Directory) read(order string) (k journal.Kept, err error) {
	path := filepath.Join(d.path, order+suffix)
	text, err := private.ReadFile(path, longest)
	if err == nil {
		err = json.Unmarshal(text, &k)
	}
	if err == nil && (k.OrderID != order || k.To == "") {
		err = errors.New("it is about something else than its name says")
	}
	if err != nil {
		return k, fmt.Errorf("the outcome kept in %s cannot be read: %w\nfind out at the issuer what became of the order, then remove the file",
			path, err)
	}
	return k, nil
}

// Drop forgets the outcome of an order. One that is not there is no error.
func (d *Directory) Drop(orderID string) error {
	path, err := d.file(orderID)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot remove what was noted: %w", err)
	}
	return nil
}
