#include "engine/core/error.h"
#include "engine/learning/network.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLibrary>

#include <algorithm>

namespace forewatch {

namespace {

/// Built: beside the program. Installed: in the library folder of the same prefix.
QStringList modulePaths()
{
    const QDir program(QCoreApplication::applicationDirPath());
    const QString file = QStringLiteral("libforewatch-torch.so");
    QStringList paths;
    for (const QString &folder : {QStringLiteral("."), QStringLiteral("../" FOREWATCH_MODULE_FOLDER),
                                  QStringLiteral("../lib/forewatch")})
        paths << QDir::cleanPath(program.filePath(folder + QLatin1Char('/') + file));
    paths.removeDuplicates();
    return paths;
}

const NetworkBackend *loadTorchBackend()
{
    const QStringList paths = modulePaths();
    const auto path = std::ranges::find_if(paths, [](const QString &p) { return QFileInfo::exists(p); });
    if (path == paths.end())
        throw Error(QStringLiteral("The learning module is not installed; it was looked for at %1. Install Forewatch "
                                   "with its learning module.")
                        .arg(paths.join(QStringLiteral(", "))));
    QLibrary module(*path);
    using Entry = const NetworkBackend *(*)();
    const auto entry = reinterpret_cast<Entry>(module.resolve("forewatchNetworkBackend"));
    if (!entry)
        throw Error(QStringLiteral("The learning module cannot be loaded: %1. Check that libtorch is installed.")
                        .arg(module.errorString()));
    return entry();
}

} // namespace

const NetworkBackend &torchBackend()
{
    // A failure is thrown again at the next call, which tries again.
    static const NetworkBackend *const backend = loadTorchBackend();
    return *backend;
}

} // namespace forewatch
