package money

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
	"cardwallet/crypto"
)

// An odd 3DS record beside it does not hide an activation code.
func TestTheActivationCodeIsFoundBesideOddRecords(t *testing.T) {
	var notes bytes.Buffer
	t.Setenv("CARDWALLET_STATE", t.TempDir())
	a := &command{App: &run.App{Now: time.Now, Out: io.Discard, Err: &notes}}
	defer a.Close()
	code := client.Record{ID: "t1", CardID: "7", Type: string(client.CodeActivation), At: time.Unix(1000, 0),
		Value: client.PlainField(client.FieldCode, crypto.SecretFromString("20834698"))}
	odd := client.Record{ID: "t0", CardID: "7", At: time.Unix(2000, 0), Unreadable: "value", Value: client.UnreadField(client.FieldCode)}
	account := client.Account{Profile: "fin", Issuer: oddRecorder{records: []client.Record{odd, code}}}
	opened, err := a.activationCode(t.Context(), draft{Account: account, Intent: client.Intent{Card: client.Card{Profile: "fin", ID: "7"}}})
	if err != nil || opened.RevealString() != "20834698" || !strings.Contains(notes.String(), "record entry t0: unreadable: value") {
		t.Errorf("%v, %v\n%s", opened, err, notes.String())
	}
}

// What was read before something went wrong is in the draft, with which it is wiped.
func TestAHalfReadActivationLeavesNoSecretBehind(t *testing.T) {
	for _, c := range []struct {
		stdin     string
		pin, code bool
	}{{"20834698\n", false, true}, {"111111\n20834698\n", true, true}} {
		a := &command{App: &run.App{In: strings.NewReader(c.stdin), Out: io.Discard, Err: io.Discard}}
		p := draft{Intent: client.Intent{Kind: client.MoveActivate}}
		err := a.readActivation(t.Context(), &p, c.pin, c.code, false)
		if err == nil || p.Intent.Change.ActivationCode.RevealString() != "20834698" || p.Intent.Change.PIN.IsZero() == c.pin {
			t.Errorf("%q: %v, %v", c.stdin, err, p.Intent.Change)
		}
	}
}

// oddRecorder has one page, and says what of it could not be read.
type oddRecorder struct {
	client.Issuer
	records []client.Record
}

func (oddRecorder) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.Record3DS}, false
}

func (r oddRecorder) Records(context.Context, client.RecordQuery) (client.RecordPage, error) {
	odd := &client.OddRecords{Profile: "fin", Op: "read 3DS records"}
	for i, record := range r.records {
		odd.Add("entry", record.ID, i+1, record.Unreadable)
	}
	return client.RecordPage{Records: r.records, Total: len(r.records)}, odd.Err()
}
