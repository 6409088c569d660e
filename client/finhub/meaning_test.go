package finhub

import (
	"testing"

	"cardwallet/client"
	"cardwallet/client/finhub/meaning"
)

func TestMeaningOfRecords(t *testing.T) {
	for _, tt := range []struct {
		kind        client.RecordKind
		typ, status string
		want        client.Flow
	}{
		{client.RecordAuthorizations, "auth", "authorized", client.FlowOut},
		{client.RecordAuthorizations, "AUTH", "succeed", client.FlowOut},
		{client.RecordAuthorizations, "auth", "failed", client.FlowNone},
		{client.RecordAuthorizations, "auth", "Declined", client.FlowNone},
		{client.RecordAuthorizations, "refund", "succeed", client.FlowIn},
		{client.RecordAuthorizations, "Void", "succeed", client.FlowIn},
		{client.RecordAuthorizations, "verification", "succeed", client.FlowNone},
		{client.RecordAuthorizations, "maintain_fee", "succeed", client.FlowOut},
		{client.RecordOperations, "deposit", "success", client.FlowIn},
		{client.RecordOperationsV1, "withdraw", "success", client.FlowOut},
		{client.RecordOperations, "create", "success", client.FlowIn},
		{client.RecordOperationsV1, "create", "success", client.FlowNone},
		{client.RecordOperations, "Freeze", "success", client.FlowNone},
		{client.RecordOperations, "deposit", "wait_process", client.FlowNone},
		{client.RecordOperationsV1, "withdraw", "Processing", client.FlowNone},
		{client.RecordOperations, "deposit", "fail", client.FlowNone},
		{client.RecordPurchases, "", "success", client.FlowOut},
		{client.RecordFees, "", "success", client.FlowOut},
		{client.Record3DS, "", "", client.FlowNone},
	} {
		r := client.Record{Kind: tt.kind, Means: meaning.Of(tt.kind, tt.typ), Stage: meaning.Stage(tt.status)}
		if got := r.Flow(); got != tt.want {
			t.Errorf("%s %s %s: %v, want %v", tt.kind, tt.typ, tt.status, got, tt.want)
		}
		if spends := tt.kind == client.RecordAuthorizations || tt.kind == client.RecordFees; !spends &&
			(r.Means == client.MeansSpent || r.Means == client.MeansRefunded) {
			t.Errorf("%s %s counts as spending", tt.kind, tt.typ)
		}
	}
}
