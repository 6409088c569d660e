package journal

import (
	"encoding/json"
	"strings"

	"cardwallet/client"
)

// creationSubject tells what a creation would create, so that the same one is recognised. It keeps only the end of the number that is
// printed on a physical card.
type creationSubject struct {
	Type    string `json:"type,omitempty"`
	Name    string `json:"name,omitempty"` // without space around it
	Holder  string `json:"holder,omitempty"`
	Account string `json:"account,omitempty"`
	Number  string `json:"number,omitempty"`
}

// subject is a row's text for what the intent would create, or for the limits that it would set; it is empty for other kinds.
func subject(in client.Intent) string {
	switch in.Kind {
	case client.MoveCreate:
	case client.MoveLimits:
		return limitsInWords(in.Change.Limits)
	default:
		return ""
	}
	number := in.New.CardNumber
	text, err := json.Marshal(creationSubject{
		Type: in.New.TypeID, Name: strings.TrimSpace(in.New.Name), Holder: in.New.HolderID, Account: in.New.AccountID,
		Number: number[max(0, len(number)-4):],
	})
	if err != nil {
		panic(err) // strings always marshal
	}
	return string(text)
}

// tellChange shows outside what a change of limits was to set.
func (r *Row) tellChange() {
	if r.Kind == client.MoveLimits {
		r.Change = r.Subject
	}
}

// subjectOf reads a creation's text. One that cannot be read tells nothing.
func subjectOf(r Row) (s creationSubject) {
	if json.Unmarshal([]byte(r.Subject), &s) != nil {
		return creationSubject{}
	}
	s.Name = strings.TrimSpace(s.Name)
	return s
}

// sameSubject reports whether two rows are about the same card to create. At an issuer without order numbers the types are not
// compared: where there is only one, a screen names it and a command may leave it out. To ask once too often does no harm.
func (e errand) sameSubject(a, b Row) bool {
	one, other := subjectOf(a), subjectOf(b)
	if e.observer != nil {
		one.Type, other.Type = "", ""
	}
	return one == other
}
