using System.Text;
using NeptuneAlt.Wire.Ingest;

namespace NeptuneAlt.Ingest.Decoding;

/// <summary>One entry of <c>modify_sets</c>: which members a string set gains and loses.</summary>
static class SetChange
{
    public static bool TryRead(
        ReadOnlySpan<byte> entry, out ReadOnlySpan<byte> path, out List<string> added, out List<string> removed)
    {
        path = default;
        added = [];
        removed = [];
        var fields = new ProtoReader(entry);
        while (fields.Next())
        {
            if (fields.IsBytes(ProtoReader.MapKeyField)) path = fields.Bytes;
            else if (fields.IsBytes(ProtoReader.MapValueField) && !TryReadSet(fields.Bytes, added, removed)) return false;
        }

        return !fields.Failed;
    }

    static bool TryReadSet(ReadOnlySpan<byte> modifySet, List<string> added, List<string> removed)
    {
        var fields = new ProtoReader(modifySet);
        while (fields.Next())
        {
            if (!fields.IsBytes(ModifySet.StringFieldNumber)) continue;

            var members = new ProtoReader(fields.Bytes);
            while (members.Next())
                if (members.IsBytes(ModifyStringSet.ValuesFieldNumber)
                    && !TryReadMember(members.Bytes, added, removed)) return false;
            if (members.Failed) return false;
        }

        return !fields.Failed;
    }

    static bool TryReadMember(ReadOnlySpan<byte> member, List<string> added, List<string> removed)
    {
        var name = "";
        var operation = SET_OPERATION.Noop;
        var fields = new ProtoReader(member);
        while (fields.Next())
        {
            if (fields.IsBytes(ProtoReader.MapKeyField)) name = Encoding.UTF8.GetString(fields.Bytes);
            else if (fields.IsVarint(ProtoReader.MapValueField)) operation = (SET_OPERATION)fields.Number;
        }

        if (operation == SET_OPERATION.Add) added.Add(name);
        else if (operation == SET_OPERATION.Remove) removed.Add(name);
        return !fields.Failed;
    }
}
