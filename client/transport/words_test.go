package transport

import (
	"testing"

	"cardwallet/client"
)

// What proves that nothing was done is a short list, and each doubt takes it away. The words of each issuer are in its driver's tests.
func TestWordsThatProveThatNothingWasDone(t *testing.T) {
	proving := []string{"must be between", "card not found"}
	for _, c := range []struct {
		kind   error
		status int
		text   string
		proves bool
	}{
		{client.ErrInsufficient, 200, "Insufficient balance", true},
		{client.ErrInsufficient, 409, "Not enough funds in the wallet", true},
		{client.ErrInsufficient, 402, "", true},
		{client.ErrInsufficient, 402, "Payment is being processed", false},
		{client.ErrRefused, 200, "amount must be between 20 and 100000", true},
		{client.ErrRefused, 400, "AMOUNT MUST BE BETWEEN 20 AND 100000", true},
		{client.ErrRefused, 400, "amount is required", false}, // a word that the issuer does not have
		{client.ErrNotFound, 200, "Card not found", true},
		{client.ErrNotFound, 404, "Card not found", true},
		{client.ErrNotFound, 200, "Order not found", false},
		{client.ErrNotFound, 404, "", false},
		{client.ErrRefused, 200, "", false},
		{client.ErrRefused, 200, "Read timed out", false},
		{client.ErrRefused, 200, "System busy, please try again later", false},
		{client.ErrRefused, 200, "The transaction is being processed, do not submit again", false},
		{client.ErrRefused, 409, "Duplicate resource, state conflict", false},
		{client.ErrRefused, 200, "Time limit exceeded", false},
		{client.ErrInsufficient, 200, "Insufficient balance: the order was already submitted", false},
		{client.ErrInsufficient, 408, "Insufficient balance", false},
		{client.ErrInsufficient, 425, "Insufficient balance", false},
		{client.ErrNotAllowed, 401, "Insufficient balance", false},
		{client.ErrNotAllowed, 403, "Insufficient permissions", false},
		{client.ErrRateLimited, 429, "Insufficient balance", false},
		{client.ErrUnknown, 200, "Duplicate order", false},
		{client.ErrUnreachable, 500, "Insufficient balance", false},
	} {
		if got := untouched(c.kind, c.status, c.text, proving); got != c.proves {
			t.Errorf("%d %v %q: proves %v, want %v", c.status, c.kind, c.text, got, c.proves)
		}
	}
}
