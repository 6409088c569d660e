package client_test

import (
	"context"
	"errors"
	"testing"

	"cardwallet/client"
)

// saysOfCards answers for each card with an error of its own.
type saysOfCards struct {
	client.Issuer
	errs map[string]error
}

func (s saysOfCards) Codes(_ context.Context, card string) ([]client.Code, error) {
	return nil, s.errs[card]
}

func TestAnOddCodeHidesNoFailureOfAnotherCard(t *testing.T) {
	odd := func(id string) error {
		records := &client.OddRecords{Profile: "fin", Op: "read codes"}
		records.Add("code", id, 1, "value")
		return records
	}
	refused := &client.Error{Kind: client.ErrNotAllowed, Status: 401, Profile: "fin", Op: "read codes"}
	for name, errs := range map[string]map[string]error{"before": {"a": odd("t1"), "b": refused}, "after": {"a": refused, "b": odd("t1")}} {
		_, err := client.CodesOf(t.Context(), saysOfCards{errs: errs}, []string{"a", "b"})
		if !errors.Is(err, client.ErrNotAllowed) || client.OnlyOdd(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := client.CodesOf(t.Context(), saysOfCards{errs: map[string]error{"a": odd("t1"), "c": odd("t3")}}, []string{"a", "b", "c"})
	var records *client.OddRecords
	if !errors.As(err, &records) || len(records.Records) != 2 {
		t.Errorf("odd records: %v", err)
	}
	if _, err := client.CodesOf(t.Context(), saysOfCards{}, []string{"a"}); err != nil {
		t.Errorf("nothing odd: %v", err)
	}
}
