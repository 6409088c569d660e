package statement_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/crypto"
)

// breaking has a first page of records, and then it breaks.
type breaking []client.Record

func (breaking) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.Record3DS}, false
}

func (b breaking) Records(_ context.Context, q client.RecordQuery) (client.RecordPage, error) {
	if q.Page > 1 {
		return client.RecordPage{}, io.ErrUnexpectedEOF
	}
	return client.RecordPage{Records: b, Total: 10, More: true}, nil
}

// What was read before a page breaks is as good as a whole list: only what can be opened, the newest first, and as they were listed where
// two are of one time.
func TestActivationCodesOfAListThatBreaks(t *testing.T) {
	code := client.PlainField(client.FieldCode, crypto.SecretFromString("20834698"))
	codes, err := statement.ActivationCodes(t.Context(), breaking{
		{ID: "older", At: time.Unix(1000, 0), Value: code},
		{ID: "without", At: time.Unix(4000, 0)},
		{ID: "odd", At: time.Unix(3000, 0), Value: client.UnreadField(client.FieldCode), Unreadable: "value"},
		{ID: "newer", At: time.Unix(2000, 0), Value: code},
		{ID: "same time", At: time.Unix(2000, 0), Value: code},
	}, "7")
	if !errors.Is(err, io.ErrUnexpectedEOF) || len(codes) != 3 ||
		codes[0].ID != "newer" || codes[1].ID != "same time" || codes[2].ID != "older" {
		t.Errorf("%+v, %v", codes, err)
	}
}
