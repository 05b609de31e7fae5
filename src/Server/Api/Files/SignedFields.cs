using System.Buffers.Binary;
using System.Text;

namespace NeptuneAlt.Server.Api.Files;

/// <summary>
/// The bytes that the signature of an address covers. Each field is preceded by its length, so that they can be read in
/// one way only: no field can end early or pass for two, whatever it contains. The form comes first, so that a
/// signature of one form is not valid in another.
/// </summary>
static class SignedFields
{
    const string Version = "2";

    public static byte[] Of(string form, FileGrant grant, string date, string expires)
    {
        var fields = new List<byte[]>();
        foreach (var field in (string[])
            [
                Version, form, grant.Use, grant.Upload, grant.Project.ToString(), date, expires, grant.Holder.ToString(),
                grant.Path,
            ])
            fields.Add(Encoding.UTF8.GetBytes(field));

        var bytes = new byte[fields.Sum(field => sizeof(int) + field.Length)];
        var at = 0;
        foreach (var field in fields)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), field.Length);
            field.CopyTo(bytes, at + sizeof(int));
            at += sizeof(int) + field.Length;
        }

        return bytes;
    }
}
