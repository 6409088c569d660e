package transfer

import (
	"encoding/json"
	"fmt"
	"time"

	"cardwallet/client/private"
)

// Mark says beside a journal on this machine that a team has what is in it.
type Mark struct {
	At       time.Time `json:"at"`
	Host     string    `json:"host"` // of the team's database
	Database string    `json:"database"`
}

// markLimit is how many bytes a mark may have.
const markLimit = 4096

func markPath(journal string) string { return journal + ".imported" }

// WriteMark marks the journal at that path.
func WriteMark(journal string, m Mark) error {
	m.At = m.At.UTC().Truncate(time.Second)
	data, err := json.Marshal(m)
	if err == nil {
		err = private.Replace(markPath(journal), append(data, '\n'))
	}
	if err != nil {
		return fmt.Errorf("cannot mark the journal of this machine as imported: %w", err)
	}
	return nil
}

// ReadMark is the mark of the journal at that path; false where there is none. What can be read of a damaged one counts.
func ReadMark(journal string) (m Mark, marked bool) {
	data, err := private.ReadFile(markPath(journal), markLimit)
	if err != nil {
		return m, false
	}
	_ = json.Unmarshal(data, &m)
	return m, true
}

// String says what follows for who moves money with the marked journal alone.
func (m Mark) String() string {
	return fmt.Sprintf("the journal of this machine was imported into %s at %s on %s: used alone it does not know what others do",
		m.Database, m.Host, m.At.Format("2006-01-02 15:04 UTC"))
}
