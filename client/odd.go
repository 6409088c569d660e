package client

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Unreadable names the members of a record that decide something and cannot be read: "amount, status". It is empty for a record that was
// read whole, and never holds a value.
type Unreadable string

// NoRecord is said of an entry that is no record at all, such as null.
const NoRecord Unreadable = "all of it"

// Words are what people see beside the record, "unreadable: amount"; empty for a record that was read whole.
func (u Unreadable) Words() string {
	if u == "" {
		return ""
	}
	return "unreadable: " + string(u)
}

// Has reports whether name is among what could not be read.
func (u Unreadable) Has(name string) bool {
	for part := range strings.SplitSeq(string(u), ", ") {
		if part == name {
			return true
		}
	}
	return false
}

// And adds a name.
func (u Unreadable) And(name string) Unreadable {
	if u == "" {
		return Unreadable(name)
	}
	return u + Unreadable(", "+name)
}

// Without leaves a name out.
func (u Unreadable) Without(name string) (rest Unreadable) {
	for part := range strings.SplitSeq(string(u), ", ") {
		if part != name {
			rest = rest.And(part)
		}
	}
	return rest
}

// OddRecord is one record that could not be read whole.
type OddRecord struct {
	Name string // "card 123", or its place in the list, from 1, where it has no id
	What Unreadable
}

// OddRecords is the error beside an answer that holds records which could not be read whole. All others are there, and so are the odd ones
// that say which they are. It is an *Error of the kind ErrGarbage, and repeats no value but ids.
type OddRecords struct {
	Profile string
	Op      string // what was being done: "list cards"
	Records []OddRecord

	nameless bool
}

// shownOdd is how many odd records are named.
const shownOdd = 3

var plainID = regexp.MustCompile(`^[A-Za-z0-9_.:-]+$`)

// isPlainID reports whether the id is repeated as it is.
func isPlainID(id string) bool { return len(id) <= 64 && plainID.MatchString(id) }

// Add notes what could not be read of a record of that kind. It ignores a record that has its id and was read whole.
func (e *OddRecords) Add(kind, id string, place int, what Unreadable) {
	e.nameless = e.nameless || id == ""
	name := kind + " " + id
	switch {
	case id == "" && what == "":
		name, what = fmt.Sprint(place), "id"
	case id == "":
		name = fmt.Sprint(place)
	case what == "":
		return
	case !isPlainID(id):
		name = fmt.Sprintf("%s %.64q", kind, id)
	}
	e.Records = append(e.Records, OddRecord{Name: name, What: what})
}

// Take adds the records of an err that is about odd records only, and returns any other.
func (e *OddRecords) Take(err error) error {
	var more *OddRecords
	if !errors.As(err, &more) {
		return err
	}
	e.Profile, e.Op = more.Profile, more.Op
	e.Records, e.nameless = append(e.Records, more.Records...), e.nameless || more.nameless
	return nil
}

// Err is e, or nil where all was read.
func (e *OddRecords) Err() error {
	if len(e.Records) == 0 {
		return nil
	}
	return e
}

// Error names the first few records and what of them could not be read, then says on a line of its own how to learn more.
func (e *OddRecords) Error() string {
	var names []string
	for _, r := range e.Records[:min(shownOdd, len(e.Records))] {
		names = append(names, fmt.Sprintf("record %s: %s", r.Name, r.What.Words()))
	}
	if more := len(e.Records) - shownOdd; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	text := strings.Join(names, "; ") + "\n--debug FILE logs in what form it came, without the value"
	if e.Op != "" {
		text = e.Op + ": " + text
	}
	if e.Profile != "" {
		text = e.Profile + ": " + text
	}
	return text
}

// AllNamed reports whether each of the records has its id, so that none is missing from what came.
func (e *OddRecords) AllNamed() bool { return !e.nameless }

// Unwrap makes it an ErrGarbage for callers that do not look for OddRecords.
func (e *OddRecords) Unwrap() error { return &Error{Kind: ErrGarbage, Profile: e.Profile, Op: e.Op} }

// Readable is nil where err only tells of odd records, else err: for callers that go on with the other records.
func Readable(err error) error {
	if OnlyOdd(err) {
		return nil
	}
	return err
}

// OnlyOdd reports whether err only tells of odd records, so that the answer that came with it counts.
func OnlyOdd(err error) bool {
	var odd *OddRecords
	return errors.As(err, &odd)
}
