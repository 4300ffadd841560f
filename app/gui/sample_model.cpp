#include "app/gui/sample_model.h"

#include "engine/core/error.h"
#include "engine/core/files.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

// A resource in a static library is initialized from outside of any namespace.
static void initializeResource()
{
    Q_INIT_RESOURCE(sample_model);
}

namespace forewatch {

QString unpackSampleModel()
{
    initializeResource();
    const QDir data(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    const QString folder = data.filePath(QStringLiteral("sample-model"));
    const QDir packed(QStringLiteral(":/sample-model"));
    for (const QString &name : packed.entryList(QDir::Files)) {
        QFile file(packed.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            throw Error(
                QStringLiteral("The sample city's model, %1, is missing in this program. Install it again.").arg(name));
        writeWholeFile(QDir(folder).filePath(name), file.readAll());
    }
    return folder;
}

} // namespace forewatch
